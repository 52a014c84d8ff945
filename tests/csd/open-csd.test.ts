import { randomInt } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CsdFault, CsdPair } from '../../server/csd/csd.ts';
import { type CsdExpectations, openCsd } from '../../server/csd/open-csd.ts';
import { verifySeal } from '../../server/csd/sealer.ts';
import { createTestAuthority, type TestAuthority, type TestCredential } from '../../server/csd/test-certificates.ts';
import { CSD_FAULTS } from '../../server/problems/csd-fault-texts.ts';
import { AT, copyOf, HERRERIA, KEMPER, NAVEZ, openssl, selfSigned, YEAR_MS } from './issued.ts';

let authority: TestAuthority;
let kemper: TestCredential;
let herreria: TestCredential;
beforeAll(async () => {
  authority = await createTestAuthority(AT);
  kemper = await authority.issue({ kind: 'csd', ...KEMPER }, AT);
  herreria = await authority.issue({ kind: 'csd', ...HERRERIA }, AT);
});

const CADENA = '||4.0|CJ|1042|2026-11-22T12:00:00|30001000000500003416|Café de olla <½ kg> & piñón||';

function faultsOf(pair: CsdPair, expected?: CsdExpectations): readonly CsdFault[] {
  const outcome = openCsd(pair, expected);
  return outcome.kind === 'refused' ? outcome.faults : [];
}

function seals(pair: CsdPair): boolean {
  const outcome = openCsd(pair);
  if (outcome.kind === 'refused') return false;
  return verifySeal(CADENA, outcome.sealer.seal(CADENA), outcome.sealer.certificate.certificado);
}

describe('openCsd opens', () => {
  test('a pair as the SAT issues it, whose seals openssl verifies', () => {
    const outcome = openCsd(kemper, { rfc: 'EKU9003173C9', at: AT + YEAR_MS, world: 'test' });
    if (outcome.kind !== 'opened') throw new Error(outcome.faults.join());
    expect(outcome.sealer.certificate.rfc).toBe('EKU9003173C9');
    const sello = outcome.sealer.seal(CADENA);
    expect(sello).toHaveLength(344);
    const pub = openssl(['x509', '-inform', 'DER', '-in', 'c.cer', '-noout', '-pubkey'], { 'c.cer': kemper.cer });
    const files = { 'p.pem': pub, sig: Buffer.from(sello, 'base64'), cadena: Buffer.from(CADENA, 'utf8') };
    const output = openssl(['dgst', '-sha256', '-verify', 'p.pem', '-signature', 'sig', 'cadena'], files);
    expect(output.toString()).toBe('Verified OK\n');
  });

  test('an RFC with Ñ and a password with ñ', async () => {
    const navez = await authority.issue({ kind: 'csd', ...NAVEZ }, AT);
    expect(faultsOf(navez, { rfc: 'OÑO120726RX3' })).toEqual([]);
  });

  test.each([
    [
      'encrypted PKCS#8',
      ['pkcs8', '-inform', 'DER', '-in', 'k', '-topk8', '-passin', 'pass:12345678a', '-passout', 'pass:12345678a'],
    ],
    ['plain PKCS#8', ['pkcs8', '-inform', 'DER', '-in', 'k', '-passin', 'pass:12345678a']],
    [
      'encrypted PKCS#1',
      [
        'rsa',
        '-inform',
        'DER',
        '-in',
        'k',
        '-aes256',
        '-traditional',
        '-passin',
        'pass:12345678a',
        '-passout',
        'pass:12345678a',
      ],
    ],
  ])('a PEM pair with its key %s', (_, args) => {
    const cer = openssl(['x509', '-inform', 'DER', '-in', 'c'], { c: kemper.cer });
    expect(seals({ cer, key: openssl(args, { k: kemper.key }), password: KEMPER.password })).toBe(true);
  });
});

describe('openCsd refuses', () => {
  test('a FIEL, without opening its key, and overwrites both its files', async () => {
    const { cer, key } = await authority.issue({ kind: 'fiel', ...KEMPER }, AT);
    // The password is wrong: had the key been tried, that would be said.
    expect(faultsOf({ cer, key, password: 'incorrecta' })).toEqual(['csd-is-fiel']);
    expect([...cer, ...key].every((byte) => byte === 0)).toBe(true);
  });

  test('a wrong password, every time, even if it happens to decrypt to a valid padding', () => {
    const faults = Array.from({ length: 400 }, (_, n) => faultsOf({ ...kemper, password: `clave ${n}` }).join());
    expect(new Set(faults)).toEqual(new Set(['csd-wrong-password']));
    expect(faultsOf({ ...kemper, password: '' })).toEqual(['csd-wrong-password']);
  });

  test('a wrong password of a PEM key', () => {
    const key = openssl(
      ['pkcs8', '-inform', 'DER', '-in', 'k', '-topk8', '-passin', 'pass:12345678a', '-passout', 'pass:x'],
      { k: kemper.key },
    );
    expect(faultsOf({ cer: kemper.cer, key, password: 'y' })).toEqual(['csd-wrong-password']);
  });

  test.each([
    ['a text', () => Buffer.from('aquí va mi llave')],
    ['half a key', () => kemper.key.subarray(0, 700)],
    ['a key but its last byte', () => kemper.key.subarray(0, -1)],
    [
      'half a PEM',
      () =>
        openssl(['pkcs8', '-inform', 'DER', '-in', 'k', '-passin', 'pass:12345678a'], { k: kemper.key }).subarray(
          0,
          600,
        ),
    ],
    ['an elliptic key', () => openssl(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'])],
  ])('%s as something that is not a key', (_, key) => {
    expect(faultsOf({ ...kemper, key: key() })).toEqual(['csd-key-unreadable']);
  });

  test("another certificate's key", () => {
    expect(faultsOf({ ...herreria, cer: kemper.cer })).toEqual(['csd-pair-mismatch']);
  });

  test("another taxpayer's pair, ignoring blanks and lower case in the expected RFC", () => {
    expect(faultsOf(kemper, { rfc: 'H&E951128469' })).toEqual(['csd-rfc-mismatch']);
    expect(faultsOf(herreria, { rfc: ' h&e951128469 ' })).toEqual([]);
  });

  test('a certificate before its first second and after its last', () => {
    expect(faultsOf(kemper, { at: AT - 1000 })).toEqual(['csd-not-yet-valid']);
    expect(faultsOf(kemper, { at: AT })).toEqual([]);
    expect(faultsOf(kemper, { at: Date.UTC(2030, 10, 22, 18) })).toEqual([]);
    expect(faultsOf(kemper, { at: Date.UTC(2030, 10, 22, 18, 0, 1) })).toEqual(['csd-expired']);
  });

  test('a test certificate for live invoices, and a production one for tests', () => {
    const subject = 'CN=CAFE\nname=CAFE\nOU=Roma\nx500UniqueIdentifier=EKU9003173C9';
    const production = selfSigned({ subject, serial: '00001000000504465028' });
    expect(faultsOf(kemper, { world: 'live' })).toEqual(['csd-wrong-environment']);
    expect(faultsOf(production, { world: 'test' })).toEqual(['csd-wrong-environment']);
    expect(faultsOf(production, { world: 'live' })).toEqual([]);
  });

  test.each([1024, 4224])('a key of %i bits', (bits) => {
    const subject = 'CN=CAFE\nname=CAFE\nOU=Roma\nx500UniqueIdentifier=EKU9003173C9';
    expect(faultsOf(selfSigned({ subject, bits }))).toEqual(['csd-key-size']);
  });

  test('everything that is wrong at once', () => {
    const wrong = { rfc: 'XOJI740919U48', at: AT + 5 * YEAR_MS, world: 'live' } as const;
    expect(faultsOf({ ...kemper, password: 'x' }, wrong)).toEqual([
      'csd-rfc-mismatch',
      'csd-expired',
      'csd-wrong-environment',
      'csd-wrong-password',
    ]);
  });

  test('damage: after any flipped bit, the pair is refused or its seals still verify with its certificate', () => {
    for (const file of ['cer', 'key'] as const) {
      for (let round = 0; round < 10; round++) {
        const pair = copyOf(kemper);
        const at = randomInt(pair[file].length);
        pair[file][at] = (pair[file][at] ?? 0) ^ (1 << randomInt(8));
        expect(faultsOf(copyOf(pair)).length > 0 || seals(pair), `${file} byte ${at}`).toBe(true);
      }
    }
  });

  test('a key with a damaged private half, even if its public half matches', () => {
    const plain = openssl(
      ['pkcs8', '-inform', 'DER', '-in', 'k', '-passin', 'pass:12345678a', '-outform', 'DER', '-out', 'p'],
      { k: kemper.key },
    );
    // Offsets of d, p and q in a 2048-bit PKCS#8: past the modulus and its exponent.
    for (const at of [400, 640, 780]) plain[at] = (plain[at] ?? 0) ^ 1;
    expect(faultsOf({ ...kemper, key: plain })).toEqual(['csd-key-unreadable']);
  });

  test('each fault with a text in both languages', () => {
    const words: Record<CsdFault, { 'es-MX': string; en: string }> = CSD_FAULTS;
    for (const { 'es-MX': es, en } of Object.values(words)) expect(es.endsWith('.') && en.endsWith('.')).toBe(true);
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { openCsd } from '../../server/csd/open-csd.ts';
import { splitPfx } from '../../server/csd/pfx.ts';
import {
  createTestAuthority,
  packPfx,
  type TestAuthority,
  type TestCredential,
} from '../../server/csd/test-certificates.ts';
import { AT, KEMPER, NAVEZ, openssl } from './issued.ts';

let authority: TestAuthority;
let kemper: TestCredential;
beforeAll(async () => {
  authority = await createTestAuthority(AT);
  kemper = await authority.issue({ kind: 'csd', ...KEMPER }, AT);
});

function pem(der: Uint8Array): Buffer {
  return openssl(['x509', '-inform', 'DER', '-in', 'c'], { c: der });
}

function exported(credential: TestCredential, ...options: string[]): Uint8Array {
  const pass = `pass:${credential.password}`;
  const key = openssl(['pkcs8', '-inform', 'DER', '-in', 'k', '-passin', pass], { k: credential.key });
  const files = { 'c.pem': pem(credential.cer), 'k.pem': key, 'ca.pem': pem(authority.cer) };
  const args = ['pkcs12', '-export', '-in', 'c.pem', '-inkey', 'k.pem', '-passout', pass, ...options, '-out', 'c.pfx'];
  return openssl(args, files);
}

describe('splitPfx', () => {
  test.each([
    ['today', []],
    ['with the whole chain', ['-certfile', 'ca.pem']],
    ['years ago', ['-legacy', '-provider', 'default', '-provider', 'legacy']],
    ['with 3DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['with its certificate in the clear', ['-certpbe', 'NONE']],
    ['without MAC', ['-nomac']],
  ])('returns the pair of a .pfx exported by openssl %s', (_, options) => {
    const split = splitPfx(exported(kemper, ...options), KEMPER.password);
    if (split.kind !== 'pair') throw new Error(split.fault);
    expect(Buffer.from(split.pair.cer).equals(kemper.cer)).toBe(true);
    expect(openCsd(split.pair, { rfc: KEMPER.rfc }).kind).toBe('opened');
  });

  test.each([KEMPER, NAVEZ])(
    'returns the pair of a .pfx of our own making, with password $password',
    async (subject) => {
      const credential = await authority.issue({ kind: 'csd', ...subject }, AT);
      const split = splitPfx(packPfx(credential), subject.password);
      expect(split.kind === 'pair' && openCsd(split.pair, { rfc: subject.rfc }).kind).toBe('opened');
    },
  );

  test('opens a .pfx by openssl whose password has an ñ', async () => {
    const split = splitPfx(exported(await authority.issue({ kind: 'csd', ...NAVEZ }, AT)), NAVEZ.password);
    expect(split.kind === 'pair' && openCsd(split.pair, { rfc: NAVEZ.rfc }).kind).toBe('opened');
  });

  test('reports a wrong password every time', () => {
    const legacy = exported(
      kemper,
      '-keypbe',
      'PBE-SHA1-3DES',
      '-certpbe',
      'PBE-SHA1-3DES',
      '-macalg',
      'sha1',
      '-iter',
      '1',
    );
    const wrong = Array.from({ length: 300 }, (_, n) => splitPfx(legacy, `clave ${n}`));
    expect(new Set(wrong.map((split) => split.kind === 'refused' && split.fault))).toEqual(
      new Set(['csd-wrong-password']),
    );
    expect(splitPfx(exported(kemper), 'otra')).toEqual({ kind: 'refused', fault: 'csd-wrong-password' });
  });

  test.each([
    ['PBES2', []],
    ['3DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES']],
  ])('refuses, before decrypting, a .pfx whose certificates under %s would keep a processor busy', (_, options) => {
    const endless = Buffer.from(exported(kemper, '-iter', '70000', '-nomaciter', ...options));
    endless[endless.indexOf(Buffer.from([2, 3, 1, 0x11, 0x70])) + 2] = 0x7f;
    expect(splitPfx(endless, KEMPER.password)).toEqual({ kind: 'refused', fault: 'csd-key-too-slow' });
  });

  test("does not open a FIEL's key: its certificate is refused under any password", async () => {
    const fiel = exported(await authority.issue({ kind: 'fiel', ...KEMPER }, AT), '-certpbe', 'NONE');
    const split = splitPfx(fiel, 'incorrecta');
    expect(split.kind === 'pair' && openCsd(split.pair)).toMatchObject({ kind: 'refused', faults: ['csd-is-fiel'] });
  });

  test.each([
    ['a .cer', () => kemper.cer],
    ['a .key', () => kemper.key],
    ['an empty file', () => Buffer.alloc(0)],
    ['a text', () => Buffer.from('hola')],
    ['half a file', () => exported(kemper).subarray(0, 900)],
    ['certificates without a key', () => exported(kemper, '-nokeys')],
  ])('cannot read %s', (_, bytes) => {
    expect(splitPfx(bytes(), KEMPER.password)).toEqual({ kind: 'refused', fault: 'csd-pfx-unreadable' });
  });
});

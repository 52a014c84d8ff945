/** Files that are no CSD that opens, made by openssl as people have them: each is named for what it is. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { CsdPair } from '../../server/csd/csd.ts';
import { openCsd, pairFault } from '../../server/csd/open-csd.ts';
import {
  createTestAuthority,
  packPfx,
  type TestAuthority,
  type TestCredential,
} from '../../server/csd/test-certificates.ts';
import { faultDetail } from '../../server/problems/problem.ts';
import { AT, HERRERIA, KEMPER, openssl } from './issued.ts';

let authority: TestAuthority;
let kemper: TestCredential;
beforeAll(async () => {
  authority = await createTestAuthority(AT);
  kemper = await authority.issue({ kind: 'csd', ...KEMPER }, AT);
});

const PASS = `pass:${KEMPER.password}`;
const LEGACY = ['-provider', 'legacy', '-provider', 'default'];
const PAGE = Buffer.from(
  '\n<!DOCTYPE html>\n<html><head><title>SAT</title></head><body>Tu sesión terminó</body></html>',
);

/** The café's key written anew by `openssl pkcs8`, DER unless `-outform PEM` is among the options. */
function pkcs8(...options: readonly string[]): Buffer {
  const form = options.includes('-outform') ? [] : ['-outform', 'DER'];
  const args = ['pkcs8', '-inform', 'DER', '-in', 'k', '-passin', PASS, '-topk8', '-passout', PASS];
  return openssl([...args, ...LEGACY, ...options, ...form, '-out', 'o'], { k: kemper.key });
}

function rsa(...options: readonly string[]): Buffer {
  const args = ['rsa', '-inform', 'DER', '-in', 'k', '-passin', PASS, '-traditional', '-passout', PASS];
  return openssl([...args, ...LEGACY, ...options, '-out', 'o'], { k: kemper.key });
}

const pemOf = (cer: Uint8Array): Buffer => openssl(['x509', '-inform', 'DER', '-in', 'c'], { c: cer });

function faultsOf(pair: CsdPair): readonly string[] {
  const outcome = openCsd(pair);
  return outcome.kind === 'refused' ? outcome.faults : ['opened'];
}

type Made = readonly [what: string, bytes: () => Uint8Array];

describe('a key opens', () => {
  test.each<Made>([
    ['as PKCS#8 under PBES2 with 3DES, as the SAT gives it', () => kemper.key],
    ['as PKCS#8 under PBES2 with AES', () => pkcs8('-v2', 'aes256')],
    ['as PKCS#8 under PBE-SHA1-3DES', () => pkcs8('-v1', 'PBE-SHA1-3DES')],
    ['as PKCS#8 that is not encrypted', () => pkcs8('-nocrypt')],
    ['as PKCS#8 in PEM', () => pkcs8('-outform', 'PEM')],
    ['as PKCS#8 in PEM that is not encrypted', () => pkcs8('-nocrypt', '-outform', 'PEM')],
    ['as PKCS#1', () => rsa('-outform', 'DER')],
    ['as PKCS#1 in PEM', () => rsa()],
    ['as PKCS#1 in PEM under 3DES', () => rsa('-des3')],
    ['with a line break after its end', () => Buffer.concat([kemper.key, Buffer.from('\r\n')])],
    ['in PEM beside its certificate', () => Buffer.concat([pemOf(kemper.cer), pkcs8('-outform', 'PEM')])],
    ['under scrypt as openssl does it', () => pkcs8('-scrypt')],
  ])('%s', (_, key) => {
    expect(faultsOf({ ...kemper, key: key() })).toEqual(['opened']);
  });
});

/** The bytes with a number in them changed for one as long. */
function withNumber(bytes: Uint8Array, from: readonly number[], to: readonly number[]): Buffer {
  const at = Buffer.from(bytes).lastIndexOf(Buffer.from([2, from.length, ...from]));
  if (at < 0) throw new Error('no such number in there');
  const changed = Buffer.from(bytes);
  changed.set(to, at + 2);
  return changed;
}

const inPem = (der: Uint8Array, ...headers: readonly string[]): Buffer =>
  Buffer.from(
    [
      '-----BEGIN ENCRYPTED PRIVATE KEY-----',
      ...headers,
      Buffer.from(der).toString('base64'),
      '-----END ENCRYPTED PRIVATE KEY-----',
      '',
    ].join('\n'),
  );

/** 8,388,607 rounds: half a minute or more, if they were begun. */
const endless = (): Buffer => withNumber(pkcs8('-v2', 'aes256', '-iter', '70000'), [1, 0x11, 0x70], [0x7f, 0xff, 0xff]);

describe('a key that would keep a processor busy is refused before it is decrypted', () => {
  test.each<readonly [what: string, bytes: () => Uint8Array, code: string]>([
    ['under PBKDF2', endless, 'csd-key-too-slow'],
    ['under PBKDF2 in PEM', () => inPem(endless()), 'csd-key-too-slow'],
    ['behind a certificate in PEM', () => Buffer.concat([pemOf(kemper.cer), inPem(endless())]), 'csd-key-too-slow'],
    [
      'under PBE-SHA1-3DES',
      () => withNumber(pkcs8('-v1', 'PBE-SHA1-3DES', '-iter', '70000'), [1, 0x11, 0x70], [0x7f, 0xff, 0xff]),
      'csd-key-too-slow',
    ],
    ['under scrypt, many times over', () => withNumber(pkcs8('-scrypt'), [1], [0x7f]), 'csd-key-too-slow'],
    ['with a line after its end', () => Buffer.concat([endless(), Buffer.from('\n')]), 'csd-key-too-slow'],
    [
      'locked twice',
      () => inPem(endless(), 'Proc-Type: 4,ENCRYPTED', 'DEK-Info: DES-EDE3-CBC,0011223344556677', ''),
      'csd-key-unreadable',
    ],
    [
      'whose length is written as BER allows',
      () => Buffer.concat([Buffer.from([0x30, 0x80]), endless().subarray(4), Buffer.alloc(2)]),
      'csd-key-unreadable',
    ],
  ])('%s', (_, key, code) => {
    expect(faultsOf({ ...kemper, key: key() })).toEqual([code]);
  });
});

describe('a key in an unsupported format is reported as such, under any password', () => {
  test.each<readonly [what: string, bytes: () => Uint8Array, code: string, named: string]>([
    ['PBE-MD5-DES', () => pkcs8('-v1', 'PBE-MD5-DES'), 'csd-key-cipher-des', 'PBE-MD5-DES'],
    ['PBE-SHA1-DES', () => pkcs8('-v1', 'PBE-SHA1-DES'), 'csd-key-cipher-des', 'DES'],
    ['PBE-MD5-DES in PEM', () => pkcs8('-v1', 'PBE-MD5-DES', '-outform', 'PEM'), 'csd-key-cipher-des', 'DES'],
    ['PBES2 with DES', () => pkcs8('-v2', 'des'), 'csd-key-cipher-des', 'DES'],
    ['PBE-SHA1-RC2-64', () => pkcs8('-v1', 'PBE-SHA1-RC2-64'), 'csd-key-cipher-rc2', 'RC2'],
    ['PBE-MD5-RC2-64', () => pkcs8('-v1', 'PBE-MD5-RC2-64'), 'csd-key-cipher-rc2', 'RC2'],
    ['PBE-SHA1-RC2-40', () => pkcs8('-v1', 'PBE-SHA1-RC2-40'), 'csd-key-cipher-rc2', 'RC2'],
    ['PBE-SHA1-RC2-128', () => pkcs8('-v1', 'PBE-SHA1-RC2-128'), 'csd-key-cipher-rc2', 'RC2'],
    ['PBES2 with RC2', () => pkcs8('-v2', 'rc2'), 'csd-key-cipher-rc2', 'RC2'],
    ['PBES2 with RC2 in PEM', () => pkcs8('-v2', 'rc2', '-outform', 'PEM'), 'csd-key-cipher-rc2', 'RC2'],
    ['PBE-SHA1-RC4-128', () => pkcs8('-v1', 'PBE-SHA1-RC4-128'), 'csd-key-cipher-rc4', 'RC4'],
    ['a certificate', () => kemper.cer, 'csd-key-is-certificate', 'certificado'],
    ['a certificate in PEM', () => pemOf(kemper.cer), 'csd-key-is-certificate', 'certificado'],
    ['a .pfx', () => packPfx(kemper), 'csd-key-is-pfx', '.pfx'],
    ['an empty file', () => Buffer.alloc(0), 'csd-key-empty', 'vacío'],
    ['a page of the portal', () => PAGE, 'csd-key-is-page', 'página web'],
  ])('%s', (_, key, code, named) => {
    for (const password of [KEMPER.password, 'otra', '']) {
      expect(faultsOf({ ...kemper, key: key(), password })).toEqual([code]);
      expect(pairFault({ ...kemper, key: key(), password })).toBe(code);
    }
    const details = (['es-MX', 'en'] as const)
      .map((language) => faultDetail({ code, pointer: '' }, language))
      .join(' ');
    expect(details).toContain(named);
    expect(details).not.toContain(KEMPER.password);
  });
});

describe('a file that is not a certificate is reported as what it is', () => {
  test.each<readonly [what: string, bytes: () => Uint8Array, code: string]>([
    ['the key, encrypted', () => kemper.key, 'csd-certificate-is-key'],
    ['the key in PEM', () => rsa(), 'csd-certificate-is-key'],
    ['the key in the clear', () => pkcs8('-nocrypt'), 'csd-certificate-is-key'],
    ['a .pfx', () => packPfx(kemper), 'csd-certificate-is-pfx'],
    ['an empty file', () => Buffer.alloc(0), 'csd-certificate-empty'],
    ['a page of the portal', () => PAGE, 'csd-certificate-is-page'],
    ['a text', () => Buffer.from('mi certificado'), 'csd-certificate-unreadable'],
    ['half a certificate', () => kemper.cer.subarray(0, 600), 'csd-certificate-unreadable'],
  ])('%s', (_, cer, code) => {
    expect(faultsOf({ ...kemper, cer: cer() })).toEqual([code]);
  });
});

describe('whether a key belongs to its certificate is checked, even for an e.firma:', () => {
  test('the check leaves its files as they were', async () => {
    const fiel = await authority.issue({ kind: 'fiel', ...KEMPER }, AT);
    const before = Buffer.concat([fiel.cer, fiel.key]);
    expect(pairFault(fiel)).toBeUndefined();
    expect(pairFault({ ...fiel, key: kemper.key })).toBe('csd-pair-mismatch');
    expect(pairFault({ ...fiel, password: 'otra' })).toBe('csd-wrong-password');
    expect(Buffer.concat([fiel.cer, fiel.key]).equals(before)).toBe(true);
  });

  test('a damaged private half does not belong to it', async () => {
    const plain = pkcs8('-nocrypt');
    // Offsets of d, p and q in a 2048-bit PKCS#8: past the modulus and its exponent.
    for (const at of [400, 640, 780]) plain[at] = (plain[at] ?? 0) ^ 1;
    expect(pairFault({ ...kemper, key: plain })).toBe('csd-key-unreadable');
    expect(pairFault({ ...(await authority.issue({ kind: 'csd', ...HERRERIA }, AT)), cer: kemper.cer })).toBe(
      'csd-pair-mismatch',
    );
  });
});

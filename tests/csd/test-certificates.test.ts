import { beforeAll, describe, expect, test } from 'vitest';
import { createTestAuthority, packPfx, type TestAuthority } from '../../server/csd/test-certificates.ts';
import { AT, HERRERIA, KEMPER, NAVEZ, openssl, XODAR } from './issued.ts';

let authority: TestAuthority;
beforeAll(async () => {
  authority = await createTestAuthority(AT);
});

const UTF8_NAMES = ['-nameopt', 'utf8,sep_multiline,sname'];

describe('the test authority', () => {
  test.each([KEMPER, HERRERIA, NAVEZ, XODAR])(
    'issues $rfc a CSD that openssl reads as the SAT would write it',
    async (subject) => {
      const { cer, noCertificado } = await authority.issue({ kind: 'csd', ...subject }, AT);
      const args = ['x509', '-inform', 'DER', '-in', 'c.cer', '-noout', '-text', '-serial', ...UTF8_NAMES];
      const text = openssl(args, { 'c.cer': cer }).toString('utf8');
      const fields = /Subject:((?:\n +\S.*=.*)+)/.exec(text)?.[1]?.trim().split(/\n +/) ?? [];
      expect(fields.map((field) => field.split('=')[0])).toEqual([
        'CN',
        'name',
        'O',
        'x500UniqueIdentifier',
        'serialNumber',
        'OU',
      ]);
      expect(fields[0]).toBe(`CN=${subject.nombre}`);
      expect(fields[3]?.slice('x500UniqueIdentifier='.length).split(' / ')[0]).toBe(subject.rfc);
      expect(text).toContain('sha256WithRSAEncryption');
      expect(text).toContain('Public-Key: (2048 bit)');
      expect(text).toMatch(/X509v3 Key Usage: critical\s+Digital Signature, Non Repudiation\n/);
      expect(text).not.toContain('Extended Key Usage');
      expect(text).toContain(`serial=${Buffer.from(noCertificado, 'latin1').toString('hex').toUpperCase()}`);
      expect(noCertificado).toMatch(/^30001000000\d{9}$/);
    },
  );

  test('issues a FIEL: no OU, uses for mail and clients, keys that also encrypt', async () => {
    const { cer } = await authority.issue({ kind: 'fiel', ...NAVEZ }, AT);
    const text = openssl(['x509', '-inform', 'DER', '-in', 'c.cer', '-noout', '-text'], { 'c.cer': cer }).toString();
    expect(text).not.toMatch(/Subject:.*OU ?=/);
    expect(text).toMatch(/Digital Signature, Non Repudiation, Data Encipherment, Key Agreement/);
    expect(text).toMatch(/E-mail Protection, TLS Web Client Authentication/);
  });

  test('signs the certificates that it issues', async () => {
    const { cer } = await authority.issue({ kind: 'csd', ...KEMPER }, AT);
    const pem = (der: Uint8Array) => openssl(['x509', '-inform', 'DER', '-in', 'c.cer'], { 'c.cer': der });
    const args = ['verify', '-attime', String(AT / 1000 + 60), '-CAfile', 'ca.pem', 'c.pem'];
    expect(openssl(args, { 'ca.pem': pem(authority.cer), 'c.pem': pem(cer) }).toString()).toBe('c.pem: OK\n');
  });

  test.each([KEMPER, NAVEZ])('encrypts the key as the SAT does, under the password of $rfc', async (subject) => {
    const { cer, key } = await authority.issue({ kind: 'csd', ...subject }, AT);
    const files = { 'c.cer': cer, 'c.key': key };
    const outline = openssl(['asn1parse', '-inform', 'DER', '-in', 'c.key'], files).toString();
    for (const part of ['PBES2', 'PBKDF2', 'INTEGER           :0800', 'des-ede3-cbc']) expect(outline).toContain(part);
    expect(outline).not.toContain('hmac');
    const open = ['pkcs8', '-inform', 'DER', '-in', 'c.key', '-passin', `pass:${subject.password}`];
    const publicKey = openssl(['rsa', '-in', 'k.pem', '-pubout'], { 'k.pem': openssl(open, files) }).toString();
    expect(publicKey).toBe(openssl(['x509', '-inform', 'DER', '-in', 'c.cer', '-noout', '-pubkey'], files).toString());
    expect(() => openssl([...open.slice(0, -1), 'pass:otra'], files)).toThrow();
  });

  test('packs both into a .pfx that openssl opens', async () => {
    const pfx = packPfx(await authority.issue({ kind: 'csd', ...KEMPER }, AT));
    const args = ['pkcs12', '-in', 'c.pfx', '-passin', `pass:${KEMPER.password}`, '-nodes'];
    const text = openssl(args, { 'c.pfx': pfx }).toString();
    expect(text).toContain('BEGIN CERTIFICATE');
    expect(text).toContain('BEGIN PRIVATE KEY');
  });
});

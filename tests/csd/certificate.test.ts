import { beforeAll, describe, expect, test } from 'vitest';
import { parseCertificate } from '../../server/csd/certificate.ts';
import { createTestAuthority, type TestAuthority } from '../../server/csd/test-certificates.ts';
import { AT, HERRERIA, KEMPER, NAVEZ, openssl, selfSigned, XODAR } from './issued.ts';

let authority: TestAuthority;
beforeAll(async () => {
  authority = await createTestAuthority(AT);
});

const SUBJECT =
  'CN=CAFE JACARANDA\nname=CAFE JACARANDA\nO=CAFE JACARANDA\nx500UniqueIdentifier=EKU9003173C9 / XAMA620210DQ5';

describe('parseCertificate', () => {
  test('reads a CSD’s owner, its 20 digits, its dates and its environment', async () => {
    const { cer, noCertificado } = await authority.issue({ kind: 'csd', ...KEMPER }, AT);
    expect(parseCertificate(cer)).toEqual({
      kind: 'csd',
      rfc: 'EKU9003173C9',
      nombre: 'ESCUELA KEMPER URGATE',
      noCertificado,
      validFrom: new Date(AT),
      validTo: new Date(Date.UTC(2030, 10, 22, 18)),
      environment: 'test',
      certificado: Buffer.from(cer).toString('base64'),
    });
  });

  test.each([HERRERIA, NAVEZ, XODAR])('keeps Ñ and & in $rfc and its name', async (subject) => {
    const { cer } = await authority.issue({ kind: 'csd', ...subject }, AT);
    expect(parseCertificate(cer)).toMatchObject({ rfc: subject.rfc, nombre: subject.nombre });
  });

  test('reads PEM like DER', async () => {
    const { cer } = await authority.issue({ kind: 'csd', ...KEMPER }, AT);
    const pem = openssl(['x509', '-inform', 'DER', '-in', 'c.cer'], { 'c.cer': cer });
    expect(parseCertificate(pem)).toEqual(parseCertificate(cer));
  });

  test('distinguishes a FIEL from a CSD', async () => {
    const { cer } = await authority.issue({ kind: 'fiel', ...KEMPER }, AT);
    expect(parseCertificate(cer)).toMatchObject({ kind: 'fiel', rfc: 'EKU9003173C9' });
  });

  test.each([
    ['has no OU', { subject: SUBJECT }],
    ['has an ExtendedKeyUsage', { subject: `${SUBJECT}\nOU=Roma`, extensions: 'extendedKeyUsage=clientAuth' }],
    ['may agree on keys', { subject: `${SUBJECT}\nOU=Roma`, extensions: 'keyUsage=digitalSignature,keyAgreement' }],
    ['may encrypt data', { subject: `${SUBJECT}\nOU=Roma`, extensions: 'keyUsage=critical,dataEncipherment' }],
  ])('classifies as a FIEL whatever %s, even if the rest says CSD', (_, shape) => {
    expect(parseCertificate(selfSigned(shape).cer)?.kind).toBe('fiel');
  });

  test('recognizes a production certificate by its serial', () => {
    const { cer } = selfSigned({ subject: `${SUBJECT}\nOU=Roma`, serial: '00001000000504465028' });
    expect(parseCertificate(cer)).toMatchObject({
      kind: 'csd',
      environment: 'production',
      noCertificado: '00001000000504465028',
    });
  });

  test('reads the whole name if CN is cut, and names as they are written, including commas and quotes', () => {
    const nombre = 'ASOCIACIÓN DE CAFETALEROS, "LA JACARANDA" + HIJOS DE LA SIERRA NORTE DE PUEBLA Y VERACRUZ';
    const subject = `CN=${nombre.slice(0, 60)}\nname='${nombre}'\nOU=1\nx500UniqueIdentifier=EKU9003173C9`;
    expect(parseCertificate(selfSigned({ subject }).cer)?.nombre).toBe(nombre);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('<html>Sesión terminada</html>')],
    ['a certificate without RFC', () => selfSigned({ subject: 'CN=tienda.example' }).cer],
    [
      'a serial that spells no 20 digits',
      () => selfSigned({ subject: `${SUBJECT}\nOU=1`, serial: 'no es del SAT' }).cer,
    ],
    ['a key', () => selfSigned({ subject: 'CN=x' }).key],
  ])('cannot read %s', (_, bytes) => {
    expect(parseCertificate(typeof bytes === 'function' ? bytes() : bytes)).toBeUndefined();
  });

  test('cannot read a file that is cut off anywhere', async () => {
    const { cer } = await authority.issue({ kind: 'csd', ...KEMPER }, AT);
    for (let length = 0; length < cer.length; length += 97) {
      expect(parseCertificate(cer.subarray(0, length))).toBeUndefined();
    }
  });
});

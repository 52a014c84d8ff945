import { inspect } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Sealer } from '../../server/csd/csd.ts';
import { openCsd } from '../../server/csd/open-csd.ts';
import { verifySeal } from '../../server/csd/sealer.ts';
import { createTestAuthority } from '../../server/csd/test-certificates.ts';
import { AT, HERRERIA, KEMPER } from './issued.ts';

const CADENA = '||4.0|CJ|1057|Champiñón & «setas» €12|H&E951128469||';
let sealer: Sealer;
let other: Sealer;
beforeAll(async () => {
  const authority = await createTestAuthority(AT);
  const open = async (subject: typeof KEMPER | typeof HERRERIA) => {
    const outcome = openCsd(await authority.issue({ kind: 'csd', ...subject }, AT));
    if (outcome.kind !== 'opened') throw new Error(outcome.faults.join());
    return outcome.sealer;
  };
  [sealer, other] = await Promise.all([open(KEMPER), open(HERRERIA)]);
});

describe('a sealer', () => {
  test('makes the same seal for the same cadena: a retry that seals again changes nothing but Fecha', () => {
    expect(sealer.seal(CADENA)).toBe(sealer.seal(CADENA));
  });

  test('shows its certificate and nothing of its key, however it is printed', () => {
    expect(JSON.parse(JSON.stringify(sealer))).toEqual({ certificate: JSON.parse(JSON.stringify(sealer.certificate)) });
    expect(inspect(sealer, { depth: null, showHidden: true })).not.toMatch(/KeyObject|PRIVATE/);
    expect(() => structuredClone(sealer)).toThrow();
  });
});

describe('verifySeal', () => {
  test('accepts the certificate as in Comprobante@Certificado, or as the bytes of the .cer', () => {
    const { certificado } = sealer.certificate;
    const sello = sealer.seal(CADENA);
    expect(verifySeal(CADENA, sello, certificado)).toBe(true);
    expect(verifySeal(CADENA, sello, Buffer.from(certificado, 'base64'))).toBe(true);
    expect(verifySeal(CADENA, `${sello.slice(0, 76)}\r\n${sello.slice(76)}`, certificado)).toBe(true);
  });

  test.each([
    [
      'one character of the cadena changed',
      () => verifySeal(CADENA.replace('ñ', 'n'), sealer.seal(CADENA), sealer.certificate.certificado),
    ],
    ["another's certificate", () => verifySeal(CADENA, sealer.seal(CADENA), other.certificate.certificado)],
    ['an empty sello', () => verifySeal(CADENA, '', sealer.certificate.certificado)],
    [
      'a sello with a foreign character in it',
      () => verifySeal(CADENA, `*${sealer.seal(CADENA)}`, sealer.certificate.certificado),
    ],
    ['half a sello', () => verifySeal(CADENA, sealer.seal(CADENA).slice(0, 172), sealer.certificate.certificado)],
    ['a certificate that is none', () => verifySeal(CADENA, sealer.seal(CADENA), 'bm8gc295')],
  ])('is false for %s', (_, verification) => {
    expect(verification()).toBe(false);
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cancellation } from '../../server/csd/cancellation.ts';
import type { Sealer } from '../../server/csd/csd.ts';
import { issueSealer } from '../pac/sandbox/sealed-ticket.ts';

let directory: string;
let sealers: readonly Sealer[];
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cancelacion-'));
  const subjects = [
    { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE SA DE CV' },
    { rfc: 'H&E951128469', nombre: 'HERRERIA & ELECTRICOS S DE CV' },
    { rfc: 'ÑUÑA800101AB1', nombre: 'AÑO ÑANDÚ' },
  ];
  sealers = await Promise.all(subjects.map((subject) => issueSealer(subject)));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Debian's xmlsec1, which shares no code with us: by the key that the document names, and by the certificate's alone. */
function xmlsecAccepts(xml: string, sealer: Sealer): boolean {
  const unnamed = xml.replace(/<KeyInfo>.*<\/KeyInfo>/, '');
  return verifies(xml, sealer) && verifies(unnamed, sealer);
}

function verifies(xml: string, { certificate }: Sealer): boolean {
  const [file, key] = [join(directory, 'cancelacion.xml'), join(directory, 'key.pem')];
  writeFileSync(file, xml);
  const der = Buffer.from(certificate.certificado, 'base64');
  const pem = execFileSync('openssl', ['x509', '-inform', 'DER', '-pubkey', '-noout'], { input: der });
  writeFileSync(key, pem);
  return spawnSync('xmlsec1', ['--verify', '--pubkey-pem', key, file], { encoding: 'utf8' }).status === 0;
}

const UUID = '62B00C5E-4187-4336-B569-44E0030DC729';
const OTHER = '66EA0F5A-1D2B-4C3D-8E4F-5A6B7C8D9E0F';

function signed(sealer: Sealer, more: Partial<Cancellation> = {}): string {
  const { rfc } = sealer.certificate;
  const plain = { rfcEmisor: rfc, fecha: '2026-11-20T12:00:00', uuid: UUID, motivo: '02' as const };
  return sealer.signCancellation({ ...plain, ...more } as Cancellation);
}

describe('a cancellation we sign', () => {
  it.each([0, 1, 2])('is accepted by xmlsec1, whatever letters the RFC has (%i)', (index) => {
    const sealer = sealers[index] as Sealer;
    expect(xmlsecAccepts(signed(sealer), sealer)).toBe(true);
  });

  it('is accepted with motivo 01 and the folio fiscal of the substitute', () => {
    const [sealer] = sealers as [Sealer];
    const xml = signed(sealer, { motivo: '01', folioSustitucion: OTHER });
    expect(xml).toContain(`<Folio FolioSustitucion="${OTHER}" Motivo="01" UUID="${UUID}"></Folio>`);
    expect(xmlsecAccepts(xml, sealer)).toBe(true);
  });

  it('is accepted for any folio, motivo and moment', () => {
    const [sealer] = sealers as [Sealer];
    const fecha = fc.date({ min: new Date('2022-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    const motivo = fc.constantFrom('02', '03', '04' as const);
    fc.assert(
      fc.property(fc.uuid(), fecha, motivo, (uuid, date, chosen) => {
        const xml = signed(sealer, {
          uuid,
          fecha: date.toISOString().slice(0, 19),
          motivo: chosen,
        } as Partial<Cancellation>);
        return xmlsecAccepts(xml, sealer);
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['another folio', UUID, OTHER],
    ['another motivo', 'Motivo="02"', 'Motivo="03"'],
    ['another issuer', 'RfcEmisor="EKU9003173C9"', 'RfcEmisor="URE180429TM6"'],
    ['another moment', '12:00:00', '12:00:01'],
    ['another digest', '<DigestValue>', '<DigestValue>A'],
  ])('is refused with %s', (_, from, to) => {
    const [sealer] = sealers as [Sealer];
    expect(xmlsecAccepts(signed(sealer).replace(from, to), sealer)).toBe(false);
  });

  it('is refused by another taxpayer’s key', () => {
    const [one, other] = sealers as [Sealer, Sealer];
    expect(xmlsecAccepts(signed(one), other)).toBe(false);
  });

  it('names its certificate as the SAT does: twenty digits, and the issuer’s attributes from the most specific on', () => {
    const [sealer] = sealers as [Sealer];
    const xml = signed(sealer);
    expect(xml).toContain(`<X509SerialNumber>${sealer.certificate.noCertificado}</X509SerialNumber>`);
    expect(xml).toMatch(/<X509IssuerName>[^<]*CN=[^<]*<\/X509IssuerName>/);
    expect(xml).not.toMatch(/>\s+</);
  });
});

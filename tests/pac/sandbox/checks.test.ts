import { beforeAll, describe, expect, it } from 'vitest';
import type { CfdiFile, Comprobante } from '../../../server/cfdi/comprobante.ts';
import { readCfdi } from '../../../server/cfdi/comprobante-reader.ts';
import { parseCertificate } from '../../../server/csd/certificate.ts';
import type { Sealer } from '../../../server/csd/csd.ts';
import { check } from '../../../server/pac/sandbox/checks.ts';
import { issuePair, issueSealer, KEMPER, seal, sealedXml, ticket, UNIVERSIDAD } from './sealed-ticket.ts';

const DAY_MS = 86_400_000;

let sealer: Sealer;
beforeAll(async () => {
  sealer = await issueSealer();
});

function file(comprobante: Comprobante): CfdiFile {
  return { comprobante, timbres: [], complementos: [] };
}

function codesOf(changes: Partial<Comprobante>, nowMs = Date.now()): readonly string[] {
  return check(file(seal(ticket(changes), sealer)), nowMs)?.incidencias.map(({ code }) => code) ?? [];
}

describe('the register', () => {
  it('accepts a ticket whose data all match the register', () => {
    expect(codesOf({})).toEqual([]);
  });

  it.each([
    ['CFDI40143', 'an RFC with another last digit', { rfc: 'URE180429TM7' }],
    ['CFDI40145', 'the name with its regime', { nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA SA DE CV' }],
    ['CFDI40145', 'the name without its Ñ', { nombre: 'UNIVERSIDAD ROBOTICA ESPANOLA' }],
    ['CFDI40148', "the branch's postal code", { codigoPostal: '06700' }],
    ['CFDI40158', "a física's régimen for a moral", { regimenFiscal: '612', usoCfdi: 'G03' }],
  ])('refuses with %s %s', (code, _what, receptor) => {
    expect(codesOf({ receptor: { ...UNIVERSIDAD, ...receptor } })).toContain(code);
  });

  it.each([
    ['EKU9003173C9', 'ESCUELA KEMPER URGATE', '42501', '601', 'G03'],
    ['CTE950627K46', 'COMERCIALIZADORA TEODORIKAS', '57740', '601', 'G03'],
    ['XAMA620210DQ5', 'ALBA XKARAJAM MENDEZ', '01219', '612', 'G03'],
    ['RAQÑ7701212M3', 'ÑEVES RAMIREZ QUEZADA', '78905', '605', 'S01'],
    ['XIQB891116QE4', 'BERENICE XIMO QUEZADA', '40968', '606', 'G03'],
    ['ABC970528UHA', 'ARENA BLANCA', '80290', '626', 'G03'],
    ['H&E951128469', 'HERRERIA & ELECTRICOS', '06002', '601', 'G03'],
    ['OÑO120726RX3', 'ORGANICOS ÑAVEZ OSORIO', '40501', '601', 'G03'],
  ])('knows %s, %s', (rfc, nombre, codigoPostal, regimenFiscal, usoCfdi) => {
    expect(codesOf({ receptor: { rfc, nombre, codigoPostal, regimenFiscal, usoCfdi } })).toEqual([]);
  });

  it("refuses an employee's G03 with CFDI40161", () => {
    const nieves = { rfc: 'RAQÑ7701212M3', nombre: 'ÑEVES RAMIREZ QUEZADA', codigoPostal: '78905' };
    expect(codesOf({ receptor: { ...nieves, regimenFiscal: '605', usoCfdi: 'G03' } })).toEqual(['CFDI40161']);
  });

  it('accepts any of the postal codes that sandboxes seed for an identity', () => {
    expect(codesOf({ receptor: { ...UNIVERSIDAD, codigoPostal: '86991' } })).toEqual([]);
  });

  it('does not check whether the régimen is the taxpayer’s own, as no real stamp does', () => {
    expect(codesOf({ receptor: { ...UNIVERSIDAD, regimenFiscal: '620' } })).toEqual([]);
  });

  it('reports everything that is wrong at once, with the code in its message', () => {
    const found = check(
      file(seal(ticket({ receptor: { ...UNIVERSIDAD, nombre: 'UNIVERSIDAD', codigoPostal: '06700' } }), sealer)),
      Date.now(),
    );
    expect(found).toMatchObject({ code: 'CFDI40145', satCode: 'CFDI40145' });
    expect(found?.message).toMatch(/^CFDI40145 - El Nombre/);
    expect(found?.incidencias.map(({ code }) => code)).toEqual(['CFDI40145', 'CFDI40148']);
  });

  it('accepts a customer without RFC under his own name', () => {
    const juan = {
      rfc: 'XAXX010101000',
      nombre: 'JUAN PEREZ',
      codigoPostal: '06700',
      regimenFiscal: '616',
      usoCfdi: 'S01',
    };
    expect(codesOf({ receptor: juan })).toEqual([]);
    expect(codesOf({ receptor: { ...juan, codigoPostal: '64000' } })).toContain('CFDI40149');
    expect(codesOf({ receptor: { ...juan, regimenFiscal: '612' } })).toContain('CFDI40159');
  });

  it('accepts a customer from abroad under her own name', () => {
    const jane = {
      rfc: 'XEXX010101000',
      nombre: 'JANE DOE',
      codigoPostal: '06700',
      regimenFiscal: '616',
      usoCfdi: 'S01',
    };
    expect(codesOf({ receptor: jane })).toEqual([]);
    expect(codesOf({ receptor: { ...jane, codigoPostal: '64000' } })).toContain('CFDI40149');
  });

  it('refuses an unknown issuer, and one that added its capital regime to its name', async () => {
    expect(codesOf({ emisor: { ...KEMPER, nombre: 'ESCUELA KEMPER URGATE SA DE CV' } })).toContain('CFDI40139');
    const stranger = await issueSealer({ rfc: 'CAF110314QX1', nombre: 'CAFE DE NADIE SA DE CV' });
    const comprobante = seal(ticket({ emisor: { ...KEMPER, rfc: 'CAF110314QX1', nombre: 'CAFE DE NADIE' } }), stranger);
    expect(check(file(comprobante), Date.now())?.code).toBe('CFDI40138');
  });

  it("refuses what the SAT's matrix refuses before looking at its lists", () => {
    expect(codesOf({ total: '117.00', receptor: { ...UNIVERSIDAD, codigoPostal: '06700' } })).toEqual([
      'CFDI40119',
      'CFDI40148',
    ]);
  });
});

describe('Fecha', () => {
  // 20 November 2026, 12:00:00 in Mexico City and 10:00:00 in Tijuana.
  const noon = Date.parse('2026-11-20T18:00:00Z');
  const at = (fecha: string, lugarExpedicion: string) =>
    codesOf({ fecha, lugarExpedicion }, noon).filter((code) => code === '401');

  it('may be this very second but not the next, on the clock of the place of issue', () => {
    expect(at('2026-11-20T12:00:00', '06700')).toEqual([]);
    expect(at('2026-11-20T12:00:01', '06700')).toEqual(['401']);
    expect(at('2026-11-20T10:00:00', '22000')).toEqual([]);
    expect(at('2026-11-20T10:00:01', '22000')).toEqual(['401']);
    expect(at('2026-11-20T13:00:00', '77500')).toEqual([]);
    expect(at('2026-11-20T13:00:01', '77500')).toEqual(['401']);
  });

  it('may be 72 hours old and not a second more, on the clock of the place of issue', () => {
    expect(at('2026-11-17T12:00:00', '06700')).toEqual([]);
    expect(at('2026-11-17T11:59:59', '06700')).toEqual(['401']);
    expect(at('2026-11-17T10:00:00', '22000')).toEqual([]);
    expect(at('2026-11-17T09:59:59', '22000')).toEqual(['401']);
  });

  it('counts 72 real hours across a clock change', () => {
    // Tijuana set its clocks back on 1 November 2026: 72 hours before 12:00 of the 2nd are 13:00 of 30 October.
    const after = Date.parse('2026-11-02T20:00:00Z');
    const codes = (fecha: string) =>
      codesOf({ fecha, lugarExpedicion: '22000' }, after).filter((code) => code === '401');
    expect(codes('2026-10-30T13:00:00')).toEqual([]);
    expect(codes('2026-10-30T12:59:59')).toEqual(['401']);
  });

  it('is accepted in the hour that occurs twice', () => {
    // 01:30 daylight time, stamped when the wall says 01:10 again.
    const again = Date.parse('2026-11-01T09:10:00Z');
    expect(codesOf({ fecha: '2026-11-01T01:30:00', lugarExpedicion: '22000' }, again)).not.toContain('401');
  });

  it('must be a valid Fecha', () => {
    expect(codesOf({ fecha: '2026-11-20 12:00' })).toEqual(['301']);
  });
});

describe('the certificate and the seal', () => {
  it('refuses a document that was changed after sealing, with 302', () => {
    expect(check(file({ ...seal(ticket(), sealer), total: '1.00' }), Date.now())?.code).toBe('302');
  });

  it("refuses another taxpayer's CSD with 303", async () => {
    const other = await issueSealer({ rfc: 'XOJI740919U48', nombre: 'INGRID XODAR JIMENEZ' });
    expect(check(file(seal(ticket(), other)), Date.now())?.code).toBe('303');
  });

  it('refuses a NoCertificado other than the certificate’s, with 303', () => {
    const comprobante = { ...seal(ticket(), sealer), noCertificado: '30001000000500000000' };
    expect(check(file(comprobante), Date.now())?.code).toBe('303');
  });

  it('refuses an expired CSD with 304 and a future one with 305', async () => {
    const expired = await issueSealer({}, Date.now() - 5 * 365 * DAY_MS);
    const future = await issueSealer({}, Date.now() + DAY_MS);
    expect(check(file(seal(ticket(), expired)), Date.now())?.code).toBe('304');
    expect(check(file(seal(ticket(), future)), Date.now())?.code).toBe('305');
  });

  it('refuses a seal made with a FIEL, with 306', async () => {
    const fiel = parseCertificate((await issuePair({ kind: 'fiel' })).cer);
    const { noCertificado = '', certificado = '' } = fiel ?? {};
    expect(check(file({ ...seal(ticket(), sealer), noCertificado, certificado }), Date.now())?.code).toBe('306');
  });

  it('refuses a production CSD with 308: nothing of value is sealed for a sandbox', () => {
    const noCertificado = sealer.certificate.noCertificado.replace(/^30001/, '00001');
    const der = Buffer.from(sealer.certificate.certificado, 'base64');
    der.write(noCertificado, der.indexOf(sealer.certificate.noCertificado, 0, 'latin1'), 'latin1');
    const comprobante = { ...seal(ticket(), sealer), noCertificado, certificado: der.toString('base64') };
    expect(check(file(comprobante), Date.now())?.code).toBe('308');
  });

  it('refuses with CFDI40106 what is not a certificate', () => {
    expect(check(file({ ...seal(ticket(), sealer), certificado: 'AAAA' }), Date.now())?.code).toBe('CFDI40106');
  });
});

describe('structure', () => {
  it('refuses a document that already has a timbre, with 707', () => {
    const timbre = {
      version: '1.1',
      uuid: '5c1f6b4e-2f4e-4f7e-9a52-8f1d3b6a9c10',
      fechaTimbrado: '2026-11-20T12:00:00',
      rfcProvCertif: 'SPR190613I52',
      selloCfd: 'x',
      noCertificadoSat: '30001000000500003456',
      selloSat: 'x',
    };
    expect(check({ ...file(seal(ticket(), sealer)), timbres: [timbre] }, Date.now())?.code).toBe('707');
  });

  it('refuses an unknown complement, and a document without a seal, with 301', () => {
    expect(check({ ...file(seal(ticket(), sealer)), complementos: ['pago20:Pagos'] }, Date.now())?.code).toBe('301');
    expect(check(file(ticket()), Date.now())?.code).toBe('301');
  });

  it('reads back what our own writer writes', () => {
    expect(readCfdi(sealedXml(ticket(), sealer)).kind).toBe('cfdi');
  });
});

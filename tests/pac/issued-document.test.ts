import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Comprobante } from '../../server/cfdi/comprobante.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import type { Sealer } from '../../server/csd/csd.ts';
import { issuedMismatch } from '../../server/pac/issued-document.ts';
import { issueSealer, seal, ticket } from './sandbox/sealed-ticket.ts';

let sealer: Sealer;
beforeAll(async () => {
  sealer = await issueSealer();
});

const ours = ticket({ folio: '4711' });

/** What an issuer answers with: our document changed, sealed and stamped. */
function issued(change: Partial<Comprobante> = {}, edit: (xml: string) => string = (xml) => xml): string {
  const sealed = seal({ ...ours, ...change }, sealer);
  const timbre =
    '<cfdi:Complemento><tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" Version="1.1"' +
    ' UUID="11111111-2222-4333-8444-555555555555" FechaTimbrado="2026-11-20T12:00:00" RfcProvCertif="SPR190613I52"' +
    ` SelloCFD="${sealed.sello}" NoCertificadoSAT="30001000000500003456" SelloSAT="AA=="/></cfdi:Complemento>`;
  return edit(comprobanteXml(sealed).replace('</cfdi:Comprobante>', `${timbre}</cfdi:Comprobante>`));
}

const mismatch = (change?: Partial<Comprobante>, edit?: (xml: string) => string) =>
  issuedMismatch(comprobanteXml(ours), issued(change, edit));
const line = (change: object): Partial<Comprobante> => ({
  conceptos: ours.conceptos.map((concepto) => ({ ...concepto, ...change })),
});

describe('an issuer’s document is accepted', () => {
  it('if it says what ours says, under its own seal', () => {
    expect(mismatch()).toBeUndefined();
  });

  it('with its own rounding of a cent, its own time, and its amounts written differently', () => {
    expect(mismatch({ subTotal: '100.01' })).toBeUndefined();
    expect(mismatch({ fecha: ours.fecha.replace(/:\d\d$/, ':59') })).toBeUndefined();
    expect(mismatch({ total: '116.0' })).toBeUndefined();
  });

  it('with its taxes in another order', () => {
    const iva = ours.conceptos[0]?.traslados[0];
    if (!iva) throw new Error('no IVA');
    const ieps = { ...iva, impuesto: '003', tasaOCuota: '0.080000', importe: '8.000000' };
    const [one, other] = [line({ traslados: [iva, ieps] }), line({ traslados: [ieps, iva] })];
    expect(issuedMismatch(comprobanteXml({ ...ours, ...one }), issued(other))).toBeUndefined();
  });
});

describe('an issuer’s document is not accepted', () => {
  it.each<[string, Partial<Comprobante>]>([
    ['for another total', { total: '116.01' }],
    ['without the tax in its subtotal', { subTotal: '116.00' }],
    ['for another receptor', { receptor: { ...ours.receptor, nombre: 'OTRA UNIVERSIDAD' } }],
    ['by another issuer', { emisor: { ...ours.emisor, regimenFiscal: '603' } }],
    ['of another year', { fecha: '2025-11-20T12:00:00' }],
    ['of no day', { fecha: '' }],
    [
      'with a relation',
      { cfdiRelacionados: [{ tipoRelacion: '04', uuids: ['11111111-2222-4333-8444-555555555556'] }] },
    ],
    ['as a global', { informacionGlobal: { periodicidad: '01', meses: '11', anio: '2026' } }],
    ['as an export', { exportacion: '02' }],
    ['with conditions', { condicionesDePago: 'contado' }],
    ['with another folio', { folio: '4712' }],
    ['paid otherwise', { formaPago: '01' }],
    ['with another clave', line({ claveProdServ: '90101502' })],
    [
      'with another rate',
      line({ traslados: ours.conceptos[0]?.traslados.map((tax) => ({ ...tax, tasaOCuota: '0.080000' })) }),
    ],
    ['with a predial account', line({ cuentaPredial: ['123'] })],
    ['with a line of another importe', line({ importe: '99.000000' })],
    ['with a quantity that is no number', line({ cantidad: '1E0' })],
  ])('with %s', (_, change) => {
    expect(mismatch(change)).toMatch(/is not what was sent/);
  });

  it('under a timbre of another seal, with two timbres, or with a complement', () => {
    expect(mismatch({}, (xml) => xml.replace(/SelloCFD="[^"]+"/, 'SelloCFD="AAAA"'))).toMatch(/SelloCFD/);
    expect(mismatch({}, (xml) => xml.replace(/<tfd:[^>]+>/, (timbre) => timbre + timbre))).toMatch(/2 timbres/);
    expect(mismatch({}, (xml) => xml.replace('<tfd:', '<x:Otro xmlns:x="http://example.com/x"/><tfd:'))).toMatch(
      /complement/,
    );
  });

  it('if it is garbage, and it never throws', () => {
    const names = ['Total', 'SubTotal', 'Cantidad', 'Importe', 'Fecha', 'TasaOCuota', 'Base', 'ValorUnitario'];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string({ maxLength: 12 }), (name, value) => {
        const text = value.replace(/[<&"\p{Cc}\p{Cs}]/gu, '');
        void mismatch({}, (xml) => xml.replace(new RegExp(` ${name}="[^"]*"`), ` ${name}="${text}"`));
      }),
    );
  });
});

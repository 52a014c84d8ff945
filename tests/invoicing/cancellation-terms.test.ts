import { describe, expect, it } from 'vitest';
import type { Comprobante } from '../../server/cfdi/comprobante.ts';
import { type AcceptanceRule, cancellationTerms } from '../../server/invoicing/cancellation-terms.ts';
import type { Cancelable } from '../../server/pac/sat-status.ts';
import { comprobanteOf, INGRID_XODAR, IVA_16, ticket, UNIVERSIDAD } from '../support/cfdi-fixtures.ts';

const at = (wall: string) => Date.parse(`${wall}-06:00`);
/** Long after the first business day. */
const LATER = at('2026-12-15T12:00:00');

/** A restaurant's banquet: 23,200.00. */
function banquet(changes: Partial<Comprobante> = {}, claveProdServ = '90101603'): Comprobante {
  const line = { descripcion: 'Banquete', cantidad: '1', valorUnitario: '20000.000000', traslados: [IVA_16] };
  return comprobanteOf([{ ...line, concepto: { claveProdServ, claveUnidad: 'E48' } }], changes);
}

const withReceptor = (receptor: Partial<Comprobante['receptor']>) => ({ receptor: { ...UNIVERSIDAD, ...receptor } });

describe('the receptor has to accept a cancellation', () => {
  it('of an ordinary invoice, within three business days, and silence is consent', () => {
    // A Friday: Monday, Tuesday, Wednesday.
    expect(cancellationTerms(banquet(), at('2026-11-27T23:30:00'), undefined).acceptance).toEqual({
      ...{ needed: true, rule: 'ordinary', silenceAccepts: true },
      until: at('2026-12-03T00:00:00'),
    });
  });

  it('of fuel, whatever it costs, and silence is no consent', () => {
    const tank = { ...ticket(), conceptos: banquet({}, '15101514').conceptos };
    expect(cancellationTerms(tank, LATER, undefined).acceptance).toMatchObject({
      ...{ needed: true, silenceAccepts: false },
    });
  });

  it.each<[AcceptanceRule, string, Comprobante]>([
    ['amount', 'a total of 1,000 pesos', ticket({ total: '1000.00' })],
    ['egreso', 'an egreso', banquet({ tipoDeComprobante: 'E' })],
    ['traslado', 'a traslado', banquet({ tipoDeComprobante: 'T' })],
    ['nomina', 'a nómina', banquet({ tipoDeComprobante: 'N' })],
    ['rif', 'a receptor of the RIF', banquet(withReceptor({ regimenFiscal: '621' }))],
    ['public', 'the public in general', banquet(withReceptor({ rfc: 'XAXX010101000' }))],
    ['foreign', 'a foreigner', banquet(withReceptor({ rfc: 'XEXX010101000' }))],
  ])('but not by the rule «%s»: %s', (rule, _, comprobante) => {
    expect(cancellationTerms(comprobante, LATER, undefined).acceptance).toEqual({ needed: false, rule });
  });

  it.each([
    ['one cent over 1,000 pesos', ticket({ total: '1000.01' })],
    ['60 dollars at 18.50', ticket({ total: '60.00', moneda: 'USD', tipoCambio: '18.50' })],
    ['a payment of 500', ticket({ tipoDeComprobante: 'P' })],
  ])('of %s', (_, comprobante) => {
    expect(cancellationTerms(comprobante, LATER, undefined).acceptance.needed).toBe(true);
  });

  it('not until the end of the business day after its issue, where the branch is', () => {
    // Issued on Friday 20 November 2026 at 18:32 in Tijuana, three hours later than the SAT's clock says at night.
    const inTijuana = banquet({ lugarExpedicion: '22000' });
    const until = Date.parse('2026-11-24T00:00:00-08:00');
    expect(cancellationTerms(inTijuana, until - 1, undefined).acceptance).toEqual({
      ...{ needed: false, rule: 'first-day', until },
    });
    expect(cancellationTerms(inTijuana, until, undefined).acceptance.needed).toBe(true);
  });

  it.each<[Cancelable, Comprobante, boolean]>([
    ['sin-aceptacion', banquet(), false],
    ['con-aceptacion', ticket(), true],
  ])('as the SAT says: %s is stronger than our rules', (cancelable, comprobante, needed) => {
    const { acceptance } = cancellationTerms(comprobante, LATER, cancelable);
    expect(acceptance).toMatchObject({ needed, rule: 'sat' });
  });

  it('of nothing that live related documents block, which is said', () => {
    expect(cancellationTerms(banquet(), LATER, 'no-cancelable').isBlocked).toBe(true);
    expect(cancellationTerms(banquet(), LATER, 'con-aceptacion').isBlocked).toBe(false);
  });
});

describe('the last day to cancel', () => {
  it.each([
    ['a persona moral', banquet(), '2027-03-31', at('2027-04-01T00:00:00')],
    ['a persona física', banquet({ emisor: INGRID_XODAR }), '2027-04-30', at('2027-05-01T00:00:00')],
  ])('of %s is that of the month of its annual return', (_, comprobante, lastDay, until) => {
    expect(cancellationTerms(comprobante, until - 1, undefined).deadline).toEqual({ lastDay, until, isOver: false });
    expect(cancellationTerms(comprobante, until, undefined).deadline).toEqual({
      ...{ lastDay, until, isOver: true },
      fine: { from: '1160.00', to: '2320.00' },
    });
  });

  it('counts from the year of the Fecha, and the fine is in pesos', () => {
    const usd = banquet({ fecha: '2025-12-31T23:59:59', moneda: 'USD', tipoCambio: '20' });
    expect(cancellationTerms(usd, LATER, undefined).deadline).toMatchObject({
      ...{ lastDay: '2026-03-31', isOver: true, fine: { from: '23200.00', to: '46400.00' } },
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { SaleBody } from '../../server/sales/sale.ts';
import { parseSale } from '../../server/sales/sale-wire.ts';
import { BREAKFAST, faultsOf, lineJson, saleJson } from '../support/sale-wire.ts';

function bodyOf(json: unknown): SaleBody {
  const outcome = parseSale(json);
  if (outcome.kind === 'faults') throw new Error(JSON.stringify(outcome.faults));
  return outcome.body;
}

describe('a sale as it arrives', () => {
  it('is in pesos, paid, with taxes in its prices and no advance payment, unless it says otherwise', () => {
    expect(bodyOf(saleJson())).toEqual({
      folio: 'LM-2201',
      date: '2026-11-20T09:12:00-06:00',
      total: '348.00',
      formaPago: '28',
      moneda: 'MXN',
      pricesIncludeTax: true,
      estado: 'pagada',
      anticipo: false,
      conceptos: [BREAKFAST],
    });
  });

  it('keeps everything that is given, and leaves absent what is not', () => {
    const sent = {
      branch: 'centro',
      moneda: 'USD',
      tipoCambio: '18.4213',
      estado: 'pendiente',
      email: 'ana@example.com',
      cardLast4: '4242',
      propina: '52.20',
      redondeo: '0.50',
      descuento: '0.00',
      anticipo: true,
    };
    expect(bodyOf(saleJson(sent))).toMatchObject(sent);
    expect(Object.values(bodyOf(saleJson({ propina: undefined })))).not.toContain(undefined);
  });

  it.each([
    [{ objetoImp: undefined }, '02'],
    [{ objetoImp: '01', impuestos: undefined }, '01'],
    [{ objetoImp: '04', impuestos: [] }, '04'],
  ])('a line with %j has objetoImp %s', (changes, objetoImp) => {
    const [concepto] = bodyOf(lineJson(changes)).conceptos;
    expect([concepto?.objetoImp, Array.isArray(concepto?.impuestos)]).toEqual([objetoImp, true]);
  });

  it('can state its instant in any time zone', () => {
    expect(bodyOf(saleJson({ date: '2026-11-20T15:12:00Z' })).date).toBe('2026-11-20T15:12:00Z');
    expect(bodyOf(saleJson({ date: '2026-11-20T09:12:00.123-06:00' })).date).toContain('.123');
  });
});

describe('of several tenders the largest counts', () => {
  const paid = (...pagos: readonly (readonly [string, string])[]) =>
    bodyOf(saleJson({ formaPago: undefined, pagos: pagos.map(([formaPago, importe]) => ({ formaPago, importe })) }))
      .formaPago;

  it('300.00 by card and 48.00 in cash is card', () => {
    expect(paid(['01', '48.00'], ['04', '300.00'])).toBe('04');
  });

  it('compared as numbers, not as text', () => {
    expect(paid(['01', '99.00'], ['04', '249.00'])).toBe('04');
    expect(paid(['01', '174.0'], ['04', '174.000001'])).toBe('04');
  });

  it('of two equal payments the first one counts as the largest', () => {
    expect(paid(['28', '174.00'], ['01', '174.00'])).toBe('28');
  });

  it('payments of one clave count together', () => {
    expect(paid(['01', '148.00'], ['04', '100.00'], ['04', '100.00'])).toBe('04');
  });

  it('of equal payments the formaPago that the sale names wins', () => {
    const pagos = [
      { formaPago: '04', importe: '174.00' },
      { formaPago: '28', importe: '174.00' },
    ];
    expect(bodyOf(saleJson({ pagos })).formaPago).toBe('28');
  });
});

describe('text is made such as a CFDI can carry', () => {
  it.each([
    ['  Desayuno \t completo\r\n', 'Desayuno completo'],
    ['Café | pan', 'Café / pan'],
    ['Niño\u0000\u0007 & <niña>', 'Niño & <niña>'],
    ['Tarta \ud83c\udf70 \ud83d', 'Tarta 🍰'],
    ['fin\uffff', 'fin'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(bodyOf(lineJson({ descripcion: typed })).conceptos[0]?.descripcion).toBe(kept);
  });

  it('and counts as missing if nothing is left of it', () => {
    expect(faultsOf(lineJson({ descripcion: ' \t\u0007 ' }))).toEqual(['required /conceptos/0/descripcion']);
  });
});

describe('each refusal names what is wrong and where', () => {
  it.each<[string, object, string]>([
    ['no folio', { folio: undefined }, 'required /folio'],
    ['no date', { date: undefined }, 'required /date'],
    ['no total', { total: undefined }, 'required /total'],
    ['no way of payment', { formaPago: undefined }, 'required /formaPago'],
    ['no lines', { conceptos: undefined }, 'required /conceptos'],
    ['an empty list of lines', { conceptos: [] }, 'required /conceptos'],
    ['a local date', { date: '2026-11-20T09:12:00' }, 'date-without-offset /date'],
    ['a day alone', { date: '2026-11-20' }, 'date-without-offset /date'],
    ['30 February', { date: '2026-02-30T09:12:00-06:00' }, 'date-without-offset /date'],
    ['a binary number', { total: 348 }, 'amount-malformed /total'],
    ['an exponent', { total: '3.48e2' }, 'amount-malformed /total'],
    ['seven decimals', { total: '348.0000000' }, 'amount-malformed /total'],
    ['thousands', { total: '1,348.00' }, 'amount-malformed /total'],
    ['a negative amount', { total: '-348.00' }, 'amount-malformed /total'],
    ['an empty amount', { total: '' }, 'amount-malformed /total'],
    ['nothing paid', { total: '0.00' }, 'amount-not-positive /total'],
    ['a lower-case currency', { moneda: 'mxn' }, 'moneda-unknown /moneda'],
    ['an estado of our own', { estado: 'paid' }, 'malformed /estado'],
    ['a formaPago in words', { formaPago: 'cash' }, 'malformed /formaPago'],
    ['no tenders in the list', { pagos: [] }, 'malformed /pagos'],
    ['a tip in numbers', { propina: 52.2 }, 'amount-malformed /propina'],
    ['an address without @', { email: 'ana.example.com' }, 'email-malformed /email'],
    ['a whole card number', { cardLast4: '4242424242424242' }, 'card-last4-malformed /cardLast4'],
    ['a word we do not know', { totl: '1.00' }, 'unknown-field /totl'],
    ['a word that a pointer must escape', { 'a/b~c': '1' }, 'unknown-field /a~1b~0c'],
    ['a hundred and one letters', { folio: 'A'.repeat(101) }, 'text-too-long /folio'],
  ])('%s', (_, changes, fault) => {
    expect(faultsOf(saleJson(changes))).toEqual([fault]);
  });

  it.each<[string, object, string]>([
    ['no claveProdServ', { claveProdServ: undefined }, 'required /conceptos/0/claveProdServ'],
    ['seven digits', { claveProdServ: '9010150' }, 'malformed /conceptos/0/claveProdServ'],
    ['no descripcion', { descripcion: undefined }, 'required /conceptos/0/descripcion'],
    ['no claveUnidad', { claveUnidad: undefined }, 'required /conceptos/0/claveUnidad'],
    ['no cantidad', { cantidad: undefined }, 'required /conceptos/0/cantidad'],
    ['a cantidad of none', { cantidad: '0' }, 'amount-not-positive /conceptos/0/cantidad'],
    ['no price', { valorUnitario: undefined }, 'required /conceptos/0/valorUnitario'],
    ['an ObjetoImp of 2027', { objetoImp: '09' }, 'malformed /conceptos/0/objetoImp'],
    ['a unit of 21 letters', { unidad: 'S'.repeat(21) }, 'text-too-long /conceptos/0/unidad'],
    [
      'an impuesto of our own',
      { impuestos: [{ ...BREAKFAST.impuestos[0], impuesto: 'IVA' }] },
      'malformed /conceptos/0/impuestos/0/impuesto',
    ],
    [
      'a rate in numbers',
      { impuestos: [{ ...BREAKFAST.impuestos[0], tasaOCuota: 0.16 }] },
      'amount-malformed /conceptos/0/impuestos/0/tasaOCuota',
    ],
  ])('in a line: %s', (_, changes, fault) => {
    expect(faultsOf(lineJson(changes))).toEqual([fault]);
  });

  it('every fault of a sale is named at once', () => {
    expect(faultsOf({ date: 'ayer', total: 348, conceptos: [{ cantidad: '0' }] })).toEqual([
      'required /folio',
      'date-without-offset /date',
      'amount-malformed /total',
      'required /conceptos/0/claveProdServ',
      'required /conceptos/0/descripcion',
      'required /conceptos/0/claveUnidad',
      'amount-not-positive /conceptos/0/cantidad',
      'required /conceptos/0/valorUnitario',
      'required /formaPago',
    ]);
  });

  it.each([null, undefined, [], 'A-1001', 7])('%j is refused because it is not a sale', (json) => {
    expect(faultsOf(json)).toHaveLength(1);
  });
});

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { distance, formatMicro, proportion, sum, toMicro } from '../../server/cfdi/money.ts';
import type { Sold } from '../../server/cfdi/sold.ts';
import { figuresOf } from '../../server/invoicing/cuadre-cover.ts';
import { addParts, type Figure } from '../../server/invoicing/cuadre-parts.ts';
import type { StampedInvoice } from '../../server/invoicing/invoice.ts';
import { openSatSigner } from '../../server/pac/sandbox/sat-signer.ts';
import { UNIVERSIDAD } from '../support/cfdi-fixtures.ts';
import { EVERY_KIND, ISSUERS, type Workshop } from '../support/every-kind.ts';
import { seedOr } from '../support/property-seed.ts';
import { testSealer } from '../support/public-sales.ts';

const EACH = Number(process.env.AUTOFACTURA_EACH_KIND ?? 40);

let shop: Workshop;
beforeAll(async () => {
  const [border, rif] = await Promise.all([testSealer(ISSUERS.border), testSealer(ISSUERS.rif)]);
  shop = { sealers: { border, rif }, signer: await openSatSigner() };
});

const CASE = { receptor: UNIVERSIDAD, itemizeIeps: true, permille: 1 };

/** A pharmacy's ticket. */
const ticket = (total: string): Sold => ({
  ...{ moneda: 'MXN', total, pricesIncludeTax: true },
  conceptos: [
    {
      ...{ claveProdServ: '53131609', descripcion: 'Protector solar', claveUnidad: 'H87', objetoImp: '02' },
      ...{ cantidad: '1', valorUnitario: total },
      impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
    },
  ],
});

const KINDS = [
  'a customer’s invoice',
  'an invoice of several sales',
  'a substitute',
  'a global of a day',
  'a global of two months',
  'a global with IEPS',
  'a global with IVA at 8 %',
  'a global issued again',
];

/** IVA by rate as the document itself states it. */
function statedIva({ stamped }: StampedInvoice): Readonly<Record<string, string>> {
  const read = readCfdi(stamped.xml);
  if (read.kind !== 'cfdi') throw new Error('not a CFDI');
  const ofIva = (read.file.comprobante.impuestos?.traslados ?? []).filter(({ impuesto }) => impuesto === '002');
  return Object.fromEntries(
    ofIva.map(({ tasaOCuota, importe }) => [
      tasaOCuota ? String(Number(tasaOCuota) * 100) : 'exento',
      formatMicro(toMicro(importe ?? '0'), 2),
    ]),
  );
}

/** What the figures of those sales say of it together. */
function countedIva(figures: readonly Figure[]): Readonly<Record<string, string>> {
  const { none: _, ...rates } = figures.map((figure) => figure.rates).reduce(addParts, {});
  return Object.fromEntries(Object.entries(rates).map(([rate, { iva }]) => [rate, formatMicro(iva, 2)]));
}

describe('what a CFDI says of each of its sales', () => {
  it.each(KINDS)(
    'of %s adds up, over all of them, to its own IVA at each rate, to the cent',
    (kind) => {
      const { of, make } = EVERY_KIND[kind] ?? {};
      if (!of || !make) throw new Error(`no kind ${kind}`);
      for (const [at, one] of fc.sample(of, { numRuns: EACH, seed: seedOr(20_261_130) }).entries()) {
        const invoice = make(shop, one, at + 1);
        expect([at, countedIva(figuresOf(invoice))]).toEqual([at, statedIva(invoice)]);
      }
    },
    300_000,
  );

  it('of a global of 400 tickets is its SubTotal and its IVA, and on no day more than a cent from its tickets', () => {
    const { make } = EVERY_KIND['a global of a day'] ?? {};
    const sales = Array.from({ length: 400 }, (_, at) => ticket(`${25 + at}.${(at * 37) % 100}`.padEnd(5, '0')));
    const global = make?.(shop, { ...CASE, sales: sales as [Sold, ...Sold[]] }, 1);
    if (!global) throw new Error('no global');
    const figures = figuresOf(global);
    const read = readCfdi(global.stamped.xml);
    const base = sum(figures.map(({ rates }) => rates['16']?.base ?? 0n));
    expect(read).toMatchObject({ file: { comprobante: { subTotal: formatMicro(base, 2) } } });
    expect(countedIva(figures)).toEqual(statedIva(global));
    for (let day = 0; day < 400; day += 50) {
      const iva = sum(figures.slice(day, day + 50).map(({ rates }) => rates['16']?.iva ?? 0n));
      const paid = sum(sales.slice(day, day + 50).map(({ total }) => toMicro(total)));
      expect(Number(distance(iva, proportion(paid, 16n, 116n)))).toBeLessThanOrEqual(10_000);
    }
  }, 300_000);

  it.each(KINDS)(
    'of %s is what that sale was, to the cent, and its parts by rate add up to it',
    (kind) => {
      const { of, make } = EVERY_KIND[kind] ?? {};
      if (!of || !make) throw new Error(`no kind ${kind}`);
      for (const [at, one] of fc.sample(of, { numRuns: EACH, seed: seedOr(20_261_201) }).entries()) {
        const invoice = make(shop, one, at + 1);
        const figures = figuresOf(invoice);
        const totals = invoice.snapshot.sales.map(({ total }) => total);
        expect([at, figures.map(({ total }) => formatMicro(total, 2))]).toEqual([at, totals]);
        for (const { total, rates } of figures)
          expect(sum(Object.values(rates).map(({ base, iva }) => base + iva))).toBe(total);
      }
    },
    300_000,
  );
});

/** What the CFDIs in force say about one sale: each document is read from its stamped XML, never from our own tables. */
import type { Comprobante, Traslado } from '../cfdi/comprobante.ts';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { type Micro, roundTo, sum, toMicro, ZERO } from '../cfdi/money.ts';
import { saleAmounts } from '../cfdi/sale-amounts.ts';
import type { Sold } from '../cfdi/sold.ts';
import type { Invoice } from './invoice.ts';

/** The columns by which the cuadre groups amounts: IVA at 16, 8 or 0 %, exempt, and not taxed with IVA. */
export const RATES = ['16', '8', '0', 'exento', 'none'] as const;

/** The IVA part of a figure; `none` is the amount that bears no IVA, net of retenciones and without other taxes. */
export type Rate = (typeof RATES)[number];

/** A figure: its total, and its base and IVA by rate. */
export type Figure = {
  readonly total: Micro;
  readonly rates: Readonly<Partial<Record<Rate, { readonly base: Micro; readonly iva: Micro }>>>;
};

/** What a stamped document says about each of its sales, in their order. */
export function figuresOf({ snapshot, stamped, id }: Invoice): readonly Figure[] {
  const read = readCfdi(stamped?.xml ?? '');
  if (read.kind !== 'cfdi') throw new Error(`${id} is recorded without a CFDI`);
  const { comprobante } = read.file;
  const { sales } = snapshot;
  if (sales.length === 1) return [figureOf(toMicro(comprobante.total), comprobante.impuestos?.traslados ?? [])];
  if (snapshot.kind === 'global') return globalFigures(comprobante, sales);
  return sharesOf(comprobante, sales);
}

/** The amounts of a single sale. */
export function figureOfSale(sold: Sold, total: Micro): Figure {
  const read = saleAmounts(sold, { itemizeIeps: true });
  if (read.kind === 'faults') return figureOf(total, []);
  const ivas = read.amounts.taxes.filter(({ tipo, impuesto }) => tipo === 'traslado' && impuesto === '002');
  const rates: Record<string, { base: Micro; iva: Micro }> = {};
  for (const { tipoFactor, tasaOCuota, base, amount = ZERO } of ivas)
    add(rates, rateOf(tipoFactor, tasaOCuota), roundTo(base, 2), roundTo(amount, 2));
  return completed(total, rates);
}

/**
 * In a factura global each concepto is one sale, except for the cents by which the document's own rounding moved one of them (`reconcile`): what
 * Total says beyond the sum of the conceptos belongs to the sale that it corrects.
 */
function globalFigures({ total, conceptos }: Comprobante, sales: readonly Sold[]): readonly Figure[] {
  const figures = conceptos.map(figureOfConcepto);
  const beyond = toMicro(total) - sum(figures.map((figure) => figure.total));
  const carrier = figures.findIndex((figure, at) => figure.total + beyond === toMicro(sales[at]?.total ?? '0'));
  if (beyond === ZERO || carrier < 0) return figures;
  return figures.map((figure, at) => (at === carrier ? completed(figure.total + beyond, { ...figure.rates }) : figure));
}

function figureOfConcepto({ importe, descuento, traslados, retenciones }: Comprobante['conceptos'][number]): Figure {
  const taxes = sum(traslados.map((each) => toMicro(each.importe ?? '0')));
  const held = sum(retenciones.map((each) => toMicro(each.importe)));
  return figureOf(roundTo(toMicro(importe) - toMicro(descuento ?? '0') + taxes - held, 2), traslados);
}

function figureOf(total: Micro, traslados: readonly Traslado[]): Figure {
  const rates: Record<string, { base: Micro; iva: Micro }> = {};
  for (const { impuesto, tipoFactor, tasaOCuota, base, importe } of traslados)
    if (impuesto === '002')
      add(rates, rateOf(tipoFactor, tasaOCuota), roundTo(toMicro(base), 2), roundTo(toMicro(importe ?? '0'), 2));
  return completed(total, rates);
}

/**
 * Several sales on one invoice: each has its own total, and any difference between their sum and the document's total counts for the first.
 */
function sharesOf({ total }: Comprobante, sales: readonly Sold[]): readonly Figure[] {
  const totals = sales.map((sale) => toMicro(sale.total));
  const beyond = toMicro(total) - sum(totals);
  return sales.map((sale, at) => figureOfSale(sale, (totals[at] ?? ZERO) + (at === 0 ? beyond : ZERO)));
}

function rateOf(tipoFactor: string, tasaOCuota: string | undefined): Rate {
  if (tipoFactor === 'Exento') return 'exento';
  if (tasaOCuota === '0.160000') return '16';
  return tasaOCuota === '0.080000' ? '8' : '0';
}

function add(rates: Record<string, { base: Micro; iva: Micro }>, rate: Rate, base: Micro, iva: Micro): void {
  const known = rates[rate] ?? { base: ZERO, iva: ZERO };
  rates[rate] = { base: known.base + base, iva: known.iva + iva };
}

const CENT: Micro = 10_000n;

/** The rest of the total bears no IVA, except for a cent of rounding, which is added to the largest base. */
function completed(total: Micro, rates: Record<string, { base: Micro; iva: Micro }>): Figure {
  const left = total - sum(Object.values(rates).map(({ base, iva }) => base + iva));
  const [largest] = Object.entries(rates).sort(([, a], [, b]) => Number(b.base - a.base));
  if (left !== ZERO && largest && left >= -2n * CENT && left <= 2n * CENT)
    rates[largest[0]] = { base: largest[1].base + left, iva: largest[1].iva };
  else if (left !== ZERO) add(rates, 'none', left, ZERO);
  return { total, rates };
}

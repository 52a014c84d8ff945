/** What the CFDIs in force say about one sale: each document is read from its stamped XML, never from our own tables. */
import type { Comprobante } from '../cfdi/comprobante.ts';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { type Micro, roundTo, sum, toMicro, ZERO } from '../cfdi/money.ts';
import { saleAmounts } from '../cfdi/sale-amounts.ts';
import type { Sold } from '../cfdi/sold.ts';
import { addParts, completed, type Figure, type Parts, partAt, partsOf, sharedOut } from './cuadre-parts.ts';
import type { Invoice } from './invoice.ts';

/** What a stamped document says about each of its sales, in their order. */
export function figuresOf({ snapshot, stamped, id }: Invoice): readonly Figure[] {
  const read = readCfdi(stamped?.xml ?? '');
  if (read.kind !== 'cfdi') throw new Error(`${id} is recorded without a CFDI`);
  const { comprobante } = read.file;
  const { sales } = snapshot;
  const stated = partsOf(comprobante.impuestos?.traslados ?? []);
  if (sales.length === 1) return [completed(toMicro(comprobante.total), stated)];
  return sharedOut(snapshot.kind === 'global' ? inGlobal(comprobante, sales) : onInvoice(comprobante, sales), stated);
}

/** The amounts of a single sale. */
export function figureOfSale(sold: Sold, total: Micro): Figure {
  return completed(total, partsOfSale(sold));
}

function partsOfSale(sold: Sold): Parts {
  const read = saleAmounts(sold, { itemizeIeps: true });
  if (read.kind === 'faults') return {};
  return read.amounts.taxes
    .filter(({ tipo, impuesto }) => tipo === 'traslado' && impuesto === '002')
    .map((tax) => partAt(tax, tax.base, tax.amount ?? ZERO))
    .reduce(addParts, {});
}

type SalePart = { readonly total: Micro; readonly exact: Parts };

/**
 * In a factura global each concepto is one sale, except for the cents by which the document's own rounding moved one of them (`reconcile`): what
 * Total says beyond the sum of the conceptos belongs to the sale that it corrects.
 */
function inGlobal({ total, conceptos }: Comprobante, sales: readonly Sold[]): readonly SalePart[] {
  const parts = conceptos.map(partOfConcepto);
  const beyond = toMicro(total) - sum(parts.map((part) => part.total));
  const carrier = parts.findIndex((part, at) => part.total + beyond === toMicro(sales[at]?.total ?? '0'));
  return parts.map((part, at) => (at === carrier ? { ...part, total: part.total + beyond } : part));
}

function partOfConcepto({ importe, descuento, traslados, retenciones }: Comprobante['conceptos'][number]): SalePart {
  const taxes = sum(traslados.map((each) => toMicro(each.importe ?? '0')));
  const held = sum(retenciones.map((each) => toMicro(each.importe)));
  const total = roundTo(toMicro(importe) - toMicro(descuento ?? '0') + taxes - held, 2);
  return { total, exact: partsOf(traslados) };
}

/**
 * Several sales on one invoice: each has its own total, and any difference between their sum and the document's total counts for the first.
 */
function onInvoice({ total }: Comprobante, sales: readonly Sold[]): readonly SalePart[] {
  const totals = sales.map((sale) => toMicro(sale.total));
  const beyond = toMicro(total) - sum(totals);
  return sales.map((sale, at) => ({
    total: (totals[at] ?? ZERO) + (at === 0 ? beyond : ZERO),
    exact: partsOfSale(sale),
  }));
}

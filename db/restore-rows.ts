/** Rows of invoices and sales that come back after a restore, and what is kept of them until then. */

import type { Invoice } from '../server/invoicing/invoice.ts';
import type { RestorableSale } from '../server/invoicing/restore-store.ts';
import type { SaleBody } from '../server/sales/sale.ts';
import { toChangedColumns, toInvoiceRow } from './invoice-rows.ts';
import { fromJson, type NewInvoiceRow, type NewSaleRow, present, type SaleRow, toSaleRow } from './rows.ts';

/** A sale to keep. `known` is the sale in the invoice's snapshot, whose body need not be kept twice. */
export function toRestorableSale(row: SaleRow, known: SaleBody | undefined): RestorableSale {
  const { id, source, generation, refunded, keptSerie: serie, keptFolio: folio, updatedAt: at } = row;
  const { folioKey, emailKey, totalCentavos, paidCentavos, dateMs, cardLast4 } = row;
  return {
    ...{ id, source, generation, refunded, at },
    keys: present({ folioKey, emailKey, totalCentavos, paidCentavos, dateMs, cardLast4 }),
    ...(JSON.stringify(known) !== row.body && { body: fromJson<SaleBody>(row.body) }),
    ...(row.deadlines !== null && { deadlines: fromJson<NonNullable<RestorableSale['deadlines']>>(row.deadlines) }),
    ...(serie !== null && folio !== null && { keptFolio: { serie, folio } }),
  };
}

/** The sales of an invoice as rows, in its order. */
export function toRestoredSaleRows(invoice: Invoice, sales: readonly RestorableSale[]): readonly NewSaleRow[] {
  return sales.map(({ generation, refunded, keptFolio, ...sale }, i) => {
    const body = sale.body ?? invoice.snapshot.sales[i];
    if (body === undefined) throw new Error(`${invoice.id} was kept without the body of ${sale.id}`);
    const kept = { keptSerie: keptFolio?.serie ?? null, keptFolio: keptFolio?.folio ?? null };
    return { ...toSaleRow(invoice, { ...sale, body }), generation, refunded, ...kept };
  });
}

/** The invoice, in doubt since `at`: from now on only its PAC can say that it is not stamped or, in `reconcile`, a person. */
export function toRestoredInvoiceRow(
  { createdAt: now, sealed, generation, folio, ...invoice }: Invoice,
  {
    at,
    state,
    saleIds,
    serie,
  }: {
    readonly at: number;
    readonly state: 'in-doubt' | 'reconcile';
    readonly saleIds: readonly string[];
    readonly serie: string;
  },
): NewInvoiceRow {
  const { pacId = null, fence, sends, inDoubtSince = at } = invoice;
  if (sealed === undefined) throw new Error(`${invoice.id} was kept without its seal`);
  return {
    ...toInvoiceRow(invoice, { ...invoice, now, saleIds, serie }, { folio, generation }),
    ...toChangedColumns({ state, sealed, pacId, fence, sends, inDoubtSince, nextAt: at }),
  };
}

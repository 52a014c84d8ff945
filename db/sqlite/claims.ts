/** Which invoice holds which sales, and under which number, on SQLite. */
import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Tenant } from '../../server/sales/sale.ts';
import * as phases from '../phases.ts';
import type { InvoiceRow, NewInvoiceRow, SaleRow } from '../rows.ts';
import type { Claim } from '../store.ts';
import type { Database } from './database.ts';
import { folioCounter, invoice, invoiceSale, sale } from './schema.ts';

/** The partial index serves only a query that repeats its condition in so many words. */
const active = sql`${invoiceSale.active} = 1`;

/** The new attempt, or the invoice that holds one of its sales. */
type Taken =
  | { readonly kind: 'claimed'; readonly row: NewInvoiceRow }
  | { readonly kind: 'taken'; readonly invoiceId: string };

/** The invoice that holds the first of the sales, in the order given, that any holds. */
function holderOf(tx: Database, saleIds: readonly string[]): string | undefined {
  const held = tx
    .select()
    .from(invoiceSale)
    .where(and(inArray(invoiceSale.saleId, [...saleIds]), active))
    .all();
  const invoiceOf = new Map(held.map(({ saleId, invoiceId }) => [saleId, invoiceId]));
  return invoiceOf.get(saleIds.find((id) => invoiceOf.has(id)) ?? '');
}

/** Whether a number that a refused attempt gave back is used again by now. */
function isFolioUsed(tx: Database, tenant: Tenant, serie: string, folio: number): boolean {
  const { merchantId, world } = tenant;
  const used = and(
    eq(invoice.merchantId, merchantId),
    eq(invoice.world, world),
    eq(invoice.serie, serie),
    eq(invoice.folio, folio),
  );
  return (
    tx
      .select({ id: invoice.id })
      .from(invoice)
      .where(and(used, ne(invoice.state, 'rejected')))
      .get() !== undefined
  );
}

function folioFor(tx: Database, tenant: Tenant, serie: string, sales: readonly SaleRow[]): number {
  const kept = phases.keptFolio(serie, sales);
  if (kept !== undefined && !isFolioUsed(tx, tenant, serie, kept)) return kept;
  const { merchantId, world } = tenant;
  return tx
    .insert(folioCounter)
    .values({ merchantId, world, serie, last: 1 })
    .onConflictDoUpdate({
      target: [folioCounter.merchantId, folioCounter.world, folioCounter.serie],
      set: { last: sql`${folioCounter.last} + 1` },
    })
    .returning()
    .get().last;
}

/** Takes the sales and numbers the attempt. */
export function takeSales(tx: Database, tenant: Tenant, wanted: Claim): Taken {
  const { merchantId, world } = tenant;
  const ours = and(eq(sale.merchantId, merchantId), eq(sale.world, world), inArray(sale.id, [...wanted.saleIds]));
  const sales = phases.claimedSales(wanted, tx.select().from(sale).where(ours).all());
  const holder = holderOf(tx, wanted.saleIds);
  if (holder !== undefined) return { kind: 'taken', invoiceId: holder };
  const row = phases.claimedRow(tenant, wanted, sales, folioFor(tx, tenant, wanted.serie, sales));
  tx.insert(invoice).values(row).run();
  tx.insert(invoiceSale)
    .values(sales.map(({ id }) => ({ invoiceId: row.id, saleId: id, active: true })))
    .run();
  const kept = and(eq(sale.keptSerie, row.serie), eq(sale.keptFolio, row.folio));
  tx.update(sale).set({ keptSerie: null, keptFolio: null }).where(and(ours, kept)).run();
  return { kind: 'claimed', row };
}

/** Frees the sales of a refused attempt, each in a generation after it and with its number. */
export function freeSales(tx: Database, { id, generation, serie, folio, ...row }: InvoiceRow): void {
  tx.update(invoiceSale).set({ active: false }).where(eq(invoiceSale.invoiceId, id)).run();
  const saleIds: string[] = JSON.parse(row.saleIds);
  tx.update(sale)
    .set({ generation: generation + 1, keptSerie: serie, keptFolio: folio })
    .where(inArray(sale.id, saleIds))
    .run();
}

/** A timbre came after the refusal: takes the sales back. Throws when another attempt holds one, or the number, by now. */
export function retakeSales(tx: Database, row: InvoiceRow, uuid: string): void {
  const holder = holderOf(tx, JSON.parse(row.saleIds));
  if (holder !== undefined)
    throw new Error(`${row.id} was refused, yet ${uuid} is its timbre, and ${holder} holds its sale`);
  if (isFolioUsed(tx, row, row.serie, row.folio))
    throw new Error(`${row.id} was refused, yet ${uuid} is its timbre, and its folio is used again`);
  tx.update(invoiceSale).set({ active: true }).where(eq(invoiceSale.invoiceId, row.id)).run();
}

/** Which invoices a merchant's system asks for, on SQLite: by date, each criterion from an index that ends in the date. */
import { and, desc, eq, gte, inArray, lt, lte, or, type SQL } from 'drizzle-orm';
import type { Tenant } from '../../server/sales/sale.ts';
import type { InvoiceQuery } from '../store.ts';
import type { Database } from './database.ts';
import { invoice, invoiceSale } from './schema.ts';

/** Where the last page ended. */
export type PageEnd = { readonly createdAt: number; readonly seq: number };

/** The statement that finds them, newest first, from the one after `end` on. */
export function findInvoices(db: Database, tenant: Tenant, query: Omit<InvoiceQuery, 'after'>, end?: PageEnd) {
  const found = and(...criteriaOf(db, tenant, query), end && isAfter(end));
  return db.select().from(invoice).where(found).orderBy(desc(invoice.createdAt), desc(invoice.seq)).limit(query.limit);
}

/** The statement that finds where the page of an invoice ended. */
export function pageEnd(db: Database, { merchantId, world }: Tenant, id: string) {
  const own = and(eq(invoice.merchantId, merchantId), eq(invoice.world, world), eq(invoice.id, id));
  return db.select({ createdAt: invoice.createdAt, seq: invoice.seq }).from(invoice).where(own);
}

function criteriaOf(
  db: Database,
  { merchantId, world }: Tenant,
  query: Omit<InvoiceQuery, 'after'>,
): (SQL | undefined)[] {
  const { states, portal, branch, rfc, serie, folio, sale, from, to } = query;
  const [state] = states ?? [];
  const ofSale = (id: string) =>
    db.select({ id: invoiceSale.invoiceId }).from(invoiceSale).where(eq(invoiceSale.saleId, id));
  return [
    eq(invoice.merchantId, merchantId),
    eq(invoice.world, world),
    state && states?.length === 1 ? eq(invoice.state, state) : states && inArray(invoice.state, [...states]),
    portal === undefined ? undefined : eq(invoice.portalSlug, portal),
    branch === undefined ? undefined : eq(invoice.branch, branch),
    rfc === undefined ? undefined : eq(invoice.receptorRfc, rfc),
    serie === undefined ? undefined : eq(invoice.serie, serie),
    folio === undefined ? undefined : eq(invoice.folio, folio),
    sale === undefined ? undefined : inArray(invoice.id, ofSale(sale)),
    from === undefined ? undefined : gte(invoice.createdAt, from),
    to === undefined ? undefined : lt(invoice.createdAt, to),
  ];
}

function isAfter({ createdAt, seq }: PageEnd): SQL | undefined {
  const sameTime = and(eq(invoice.createdAt, createdAt), lt(invoice.seq, seq));
  return and(lte(invoice.createdAt, createdAt), or(lt(invoice.createdAt, createdAt), sameTime));
}

/** Finds the invoices that a merchant's system asks for: by date, each criterion from an index that ends in the date. */

import type { InvoiceQuery } from '../../server/invoicing/invoice-store.ts';
import type { BranchLimit } from '../../server/merchants/branch-limit.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, first, type Work } from '../engines/work.ts';
import type { InvoiceRow } from '../rows.ts';
import { sameAddresses } from './portal-addresses.ts';
import { isBranchWithin } from './within.ts';

/** Where the last page ended. */
export type PageEnd = { readonly createdAt: number; readonly seq: number };

/** The query that finds them, newest first, from the one after `end` on. */
export function findInvoices(
  { db }: Engine,
  { merchantId, world }: Tenant,
  query: Omit<InvoiceQuery, 'after'>,
  end?: PageEnd,
) {
  const { kind, states, portal: portalSlug, branch, rfc: receptorRfc, serie, folio, sale, from, to, within } = query;
  const [state] = states ?? [];
  const equal = {
    kind,
    portalSlug,
    branch,
    receptorRfc,
    serie,
    folio,
    state: states?.length === 1 ? state : undefined,
  };
  const given = Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== undefined));
  let found = db
    .selectFrom('invoice')
    .selectAll()
    .where((eb) => eb.and({ merchantId, world, ...given }));
  if (states?.length === 0) found = found.where(sql<boolean>`1 = 0`);
  // Each state is bound separately: there are few, and SQLite plans by how many are given.
  if (states !== undefined && states.length > 1) found = found.where('state', 'in', [...states]);
  if (sale !== undefined) {
    const itsInvoices = db.selectFrom('invoiceSale').select('invoiceId').where('saleId', '=', sale);
    found = found.where('id', 'in', itsInvoices);
  }
  if (from !== undefined) found = found.where('createdAt', '>=', from);
  if (to !== undefined) found = found.where('createdAt', '<', to);
  if (within !== undefined) found = found.where(isBranchWithin(sql`branch`, within));
  if (end !== undefined) found = found.where(isAfter(end));
  return found.orderBy('createdAt', 'desc').orderBy('seq', 'desc').limit(query.limit);
}

/** A row that is older than the last one on the previous page. */
function isAfter({ createdAt, seq }: PageEnd) {
  return sql<boolean>`created_at <= ${createdAt} and (created_at < ${createdAt} or created_at = ${createdAt} and seq < ${seq})`;
}

/** Finds invoices as `InvoiceStore.find` does. */
export function* find(engine: Engine, tenant: Tenant, { after, ...query }: InvoiceQuery): Work<readonly InvoiceRow[]> {
  const { merchantId, world } = tenant;
  const last = engine.db.selectFrom('invoice').select(['createdAt', 'seq']);
  const end =
    after === undefined ? undefined : yield* first(last.where((eb) => eb.and({ merchantId, world, id: after })));
  if (after !== undefined && end === undefined) return [];
  if (query.portal === undefined) return yield* all(findInvoices(engine, tenant, query, end));
  // A page of each address that the portal has or had: each comes from the index, which several at once would not.
  const pages: InvoiceRow[] = [];
  for (const portal of yield* sameAddresses(engine, merchantId, query.portal))
    pages.push(...(yield* all(findInvoices(engine, tenant, { ...query, portal }, end))));
  return pages.sort((a, b) => b.createdAt - a.createdAt || b.seq - a.seq).slice(0, query.limit);
}

/** Counts invoices as `InvoiceStore.countByHour` does. */
export function* countByHour(
  { db }: Engine,
  { merchantId, world }: Tenant,
  { from, to, within }: { readonly from: number; readonly to: number; readonly within?: BranchLimit | undefined },
): Work<readonly { readonly hour: number; readonly count: number }[]> {
  const hour = sql<number>`created_at / 3600000`;
  const rows = yield* all(
    db
      .selectFrom('invoice')
      .select((eb) => [hour.as('hour'), eb.fn.countAll<number>().as('count')])
      .where((eb) => eb.and({ merchantId, world, kind: 'ingreso' }))
      .where('state', 'in', ['stamped', 'canceled'])
      .where('createdAt', '>=', from)
      .where('createdAt', '<', to)
      .$if(within !== undefined, (found) => (within ? found.where(isBranchWithin(sql`branch`, within)) : found))
      .groupBy(hour)
      .orderBy(hour),
  );
  return rows.map((row) => ({ hour: Number(row.hour), count: Number(row.count) }));
}

/** Which sales a reminder could still be of, on PostgreSQL: looked for without their bodies, so that those reminded cost little. */
import { and, asc, eq, inArray, lte, placeholder, sql } from 'drizzle-orm';
import { REMINDER_ONCE } from '../../server/delivery/delivery.ts';
import type { Tenant } from '../../server/sales/sale.ts';
import type { SaleCursor } from '../store.ts';
import type { Database } from './database.ts';
import { delivery, sale } from './schema.ts';

/** The next sales with an e-mail after a place in the order of their dates. */
export function withEmailAfter(db: Database) {
  const ofTenant = and(eq(sale.merchantId, placeholder('merchantId')), eq(sale.world, placeholder('world')));
  const after = sql`(${sale.dateMs}, ${sale.seq}) > (${placeholder('dateMs')}, ${placeholder('seq')})`;
  return db
    .select({ seq: sale.seq, dateMs: sale.dateMs, id: sale.id })
    .from(sale)
    .where(and(ofTenant, sql`${sale.emailKey} <> ''`, after, lte(sale.dateMs, placeholder('dateTo'))))
    .orderBy(asc(sale.dateMs), asc(sale.seq))
    .limit(placeholder('limit'));
}

/** The ids of those that nobody was reminded of. */
export async function unremindedOf(
  db: Database,
  { merchantId, world }: Tenant,
  looked: readonly (SaleCursor & { readonly id: string })[],
): Promise<string[]> {
  const onces = looked.map(({ id }) => `${REMINDER_ONCE}${id}`);
  const isTheirs = and(eq(delivery.merchantId, merchantId), eq(delivery.world, world), inArray(delivery.once, onces));
  const rows = await db.select({ once: delivery.once }).from(delivery).where(isTheirs);
  const reminded = new Set(rows.map(({ once }) => once));
  return looked.map(({ id }) => id).filter((id) => !reminded.has(`${REMINDER_ONCE}${id}`));
}

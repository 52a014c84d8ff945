/** Webhook endpoints and the team's channels on PostgreSQL. */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Tenant } from '../../server/sales/sale.ts';
import { fromListenerRow, REMOVED, toListenerRow } from '../delivery-rows.ts';
import type { ListenerStore } from '../delivery-store.ts';
import type { Connection, Database } from './database.ts';
import { delivery, listener } from './schema.ts';

/** The partial index serves only a query that repeats its condition in so many words. */
const pending = sql`${delivery.state} = 'pending'`;

async function dropPending(tx: Database, target: string, reason: string, now: number): Promise<void> {
  const dropped = { state: 'dropped', reason, settledAt: now, leaseUntil: null } as const;
  await tx
    .update(delivery)
    .set(dropped)
    .where(and(eq(delivery.target, target), pending));
}

/** The listeners of every merchant, over one pool. */
export function createListenerStore({ db, write }: Connection): ListenerStore {
  return {
    async put(put) {
      const { id, ...set } = toListenerRow(put);
      const setWhere = ofTenant(put.tenant);
      const insert = db.insert(listener).values({ id, ...set });
      const { rowCount } = await insert.onConflictDoUpdate({ target: listener.id, set, setWhere });
      if (rowCount === 0) throw new Error(`listener ${id} is another tenant's`);
    },
    async get(id) {
      const [row] = await db.select().from(listener).where(eq(listener.id, id));
      return row === undefined ? undefined : fromListenerRow(row);
    },
    async list(tenant) {
      const rows = await db.select().from(listener).where(ofTenant(tenant)).orderBy(asc(listener.seq));
      return rows.map(fromListenerRow);
    },
    async remove(tenant, id, now) {
      return write(async (tx) => {
        const { rowCount } = await tx.delete(listener).where(and(ofTenant(tenant), eq(listener.id, id)));
        if (rowCount === 0) return 'unknown';
        await dropPending(tx, id, REMOVED, now);
        return 'deleted';
      });
    },
    async disable(id, reason, now) {
      return write(async (tx) => {
        const enabled = and(eq(listener.id, id), eq(listener.state, 'enabled'));
        const set = { state: 'disabled', disabledReason: reason } as const;
        const { rowCount } = await tx.update(listener).set(set).where(enabled);
        if (rowCount === 0) return 'unchanged';
        await dropPending(tx, id, reason, now);
        return 'changed';
      });
    },
    async noteHealth(id, failingSince) {
      const since = failingSince === undefined ? null : sql`coalesce(${listener.failingSince}, ${failingSince})`;
      const [row] = await db.update(listener).set({ failingSince: since }).where(eq(listener.id, id)).returning();
      return row?.failingSince ?? undefined;
    },
  };
}

function ofTenant({ merchantId, world }: Tenant) {
  return sql`${listener.merchantId} = ${merchantId} and ${listener.world} = ${world}`;
}

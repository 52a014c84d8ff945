/** Requests and failure counts on PostgreSQL. */
import { and, desc, eq, placeholder, sql } from 'drizzle-orm';
import { requestEvent } from '../delivery-rows.ts';
import { fromRequestRow, toRequestRow } from '../rows.ts';
import type { AttemptStore, RequestStore } from '../store.ts';
import type { Connection } from './database.ts';
import { addEvents } from './events.ts';
import { attempt, request } from './schema.ts';

/** What customers asked for and could not have yet, over one pool. */
export function createRequestStore({ db, write }: Connection): RequestStore {
  return {
    async put(put) {
      const { id, ...set } = toRequestRow(put);
      const ours = and(eq(request.id, id), eq(request.merchantId, set.merchantId), eq(request.world, set.world));
      await write(async (tx) => {
        const insert = tx.insert(request).values({ id, ...set });
        const { rowCount: isNew } = await insert.onConflictDoNothing({ target: request.id });
        if (isNew === 1) return addEvents(tx, [requestEvent(put)]);
        const { rowCount } = await tx.update(request).set(set).where(ours);
        if (rowCount === 0) throw new Error(`request ${id} is another tenant's`);
      });
    },
    async get(id) {
      const [row] = await db.select().from(request).where(eq(request.id, id));
      return row === undefined ? undefined : fromRequestRow(row);
    },
    async list({ merchantId, world }, limit) {
      const tenant = and(eq(request.merchantId, merchantId), eq(request.world, world));
      return (await db.select().from(request).where(tenant).orderBy(desc(request.seq)).limit(limit)).map(
        fromRequestRow,
      );
    },
  };
}

/** Failure counts, over one pool. */
export function createAttemptStore({ db }: Connection): AttemptStore {
  const counted = db
    .select({ count: attempt.count })
    .from(attempt)
    .where(and(eq(attempt.key, placeholder('key')), eq(attempt.period, placeholder('period'))))
    .prepare('attempt_count');
  return {
    async count(key, period) {
      const [row] = await counted.execute({ key, period });
      return row?.count ?? 0;
    },
    async add(key, period) {
      const set = { count: sql`${attempt.count} + 1` };
      const target = [attempt.key, attempt.period];
      const [row] = await db
        .insert(attempt)
        .values({ key, period, count: 1 })
        .onConflictDoUpdate({ target, set })
        .returning();
      if (row === undefined) throw new Error(`nothing was counted for ${key}`);
      return row.count;
    },
  };
}

/** Requests and failure counts on SQLite. */
import { and, desc, eq, placeholder, sql } from 'drizzle-orm';
import { requestEvent } from '../delivery-rows.ts';
import { fromRequestRow, toRequestRow } from '../rows.ts';
import type { AttemptStore, RequestStore } from '../store.ts';
import type { Connection } from './database.ts';
import { addEvents } from './events.ts';
import { attempt, request } from './schema.ts';

/** What customers asked for and could not have yet, over one connection. */
export function createRequestStore({ db, write }: Connection): RequestStore {
  return {
    async put(put) {
      const { id, ...set } = toRequestRow(put);
      const ours = and(eq(request.id, id), eq(request.merchantId, set.merchantId), eq(request.world, set.world));
      write((tx) => {
        const insert = tx.insert(request).values({ id, ...set });
        const isNew = insert.onConflictDoNothing({ target: request.id }).run().changes === 1;
        if (isNew) return addEvents(tx, [requestEvent(put)]);
        if (tx.update(request).set(set).where(ours).run().changes === 0)
          throw new Error(`request ${id} is another tenant's`);
      });
    },
    async get(id) {
      const row = db.select().from(request).where(eq(request.id, id)).get();
      return row === undefined ? undefined : fromRequestRow(row);
    },
    async list({ merchantId, world }, limit) {
      const tenant = and(eq(request.merchantId, merchantId), eq(request.world, world));
      return db.select().from(request).where(tenant).orderBy(desc(request.seq)).limit(limit).all().map(fromRequestRow);
    },
  };
}

/** Failure counts, over one connection. */
export function createAttemptStore({ db }: Connection): AttemptStore {
  const counted = db
    .select({ count: attempt.count })
    .from(attempt)
    .where(and(eq(attempt.key, placeholder('key')), eq(attempt.period, placeholder('period'))))
    .prepare();
  return {
    async count(key, period) {
      return counted.get({ key, period })?.count ?? 0;
    },
    async add(key, period) {
      const set = { count: sql`${attempt.count} + 1` };
      const target = [attempt.key, attempt.period];
      return db.insert(attempt).values({ key, period, count: 1 }).onConflictDoUpdate({ target, set }).returning().get()
        .count;
    },
  };
}

/** Requests and failure counts on SQLite. */
import { and, asc, desc, eq, gt, lt, placeholder, sql } from 'drizzle-orm';
import { requestEvent } from '../delivery-rows.ts';
import { fromRequestRow, knownRequest, toRequestRow } from '../rows.ts';
import type { AttemptStore, RequestKept, RequestStore } from '../store.ts';
import type { Connection } from './database.ts';
import { addEvents } from './events.ts';
import { attempt, request } from './schema.ts';

/** What customers asked for and could not have yet, over one connection. */
export function createRequestStore({ db, write }: Connection): RequestStore {
  return {
    async keep(asked) {
      return write((tx): RequestKept => {
        const insert = tx.insert(request).values(toRequestRow(asked));
        const isNew = insert.onConflictDoNothing({ target: request.id }).run().changes === 1;
        if (isNew) {
          addEvents(tx, [requestEvent(asked)]);
          return { kind: 'created', request: asked };
        }
        const row = tx.select().from(request).where(eq(request.id, asked.id)).get();
        return knownRequest(asked, row);
      });
    },
    async get(id) {
      const row = db.select().from(request).where(eq(request.id, id)).get();
      return row === undefined ? undefined : fromRequestRow(row);
    },
    async listAbout({ merchantId, world }, purchaseKey, limit) {
      const about = and(
        eq(request.merchantId, merchantId),
        eq(request.world, world),
        eq(request.purchaseKey, purchaseKey),
      );
      return db.select().from(request).where(about).orderBy(asc(request.seq)).limit(limit).all().map(fromRequestRow);
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
    async take(key, period, most) {
      const set = { count: sql`${attempt.count} + 1` };
      const target = [attempt.key, attempt.period];
      const setWhere = lt(attempt.count, most);
      return (
        db.insert(attempt).values({ key, period, count: 1 }).onConflictDoUpdate({ target, set, setWhere }).run()
          .changes === 1
      );
    },
    async giveBack(key, period) {
      const one = and(eq(attempt.key, key), eq(attempt.period, period), gt(attempt.count, 0));
      db.update(attempt)
        .set({ count: sql`${attempt.count} - 1` })
        .where(one)
        .run();
    },
  };
}

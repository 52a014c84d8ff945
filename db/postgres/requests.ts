/** Requests and failure counts on PostgreSQL. */
import { and, asc, desc, eq, gt, lt, placeholder, sql } from 'drizzle-orm';
import { requestEvent } from '../delivery-rows.ts';
import { fromRequestRow, knownRequest, toRequestRow } from '../rows.ts';
import type { AttemptStore, RequestKept, RequestStore } from '../store.ts';
import type { Connection } from './database.ts';
import { addEvents } from './events.ts';
import { attempt, request } from './schema.ts';

/** What customers asked for and could not have yet, over one pool. */
export function createRequestStore({ db, write }: Connection): RequestStore {
  return {
    async keep(asked) {
      return write(async (tx): Promise<RequestKept> => {
        const insert = tx.insert(request).values(toRequestRow(asked));
        const { rowCount: isNew } = await insert.onConflictDoNothing({ target: request.id });
        if (isNew === 1) {
          await addEvents(tx, [requestEvent(asked)]);
          return { kind: 'created', request: asked };
        }
        // Whoever inserted it at the same time has committed: the insert waited for that.
        const [row] = await tx.select().from(request).where(eq(request.id, asked.id));
        return knownRequest(asked, row);
      });
    },
    async get(id) {
      const [row] = await db.select().from(request).where(eq(request.id, id));
      return row === undefined ? undefined : fromRequestRow(row);
    },
    async listAbout({ merchantId, world }, purchaseKey, limit) {
      const about = and(
        eq(request.merchantId, merchantId),
        eq(request.world, world),
        eq(request.purchaseKey, purchaseKey),
      );
      return (await db.select().from(request).where(about).orderBy(asc(request.seq)).limit(limit)).map(fromRequestRow);
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
    async take(key, period, most) {
      const set = { count: sql`${attempt.count} + 1` };
      const target = [attempt.key, attempt.period];
      const setWhere = lt(attempt.count, most);
      const taken = await db
        .insert(attempt)
        .values({ key, period, count: 1 })
        .onConflictDoUpdate({ target, set, setWhere })
        .returning({ count: attempt.count });
      return taken.length === 1;
    },
    async giveBack(key, period) {
      const one = and(eq(attempt.key, key), eq(attempt.period, period), gt(attempt.count, 0));
      await db
        .update(attempt)
        .set({ count: sql`${attempt.count} - 1` })
        .where(one);
    },
  };
}

/** Failures counted by key and period. */

import type { AttemptStore } from '../../server/limits/attempt-store.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { hotStatement } from '../engines/work.ts';
import { createPruneAttempts } from './prune.ts';

type Counted = { readonly key: string; readonly period: string };

/** Failure counts. */
export function createAttemptStore(engine: Engine): AttemptStore {
  const { db, run } = engine;
  const oneMore = { count: sql<number>`attempt.count + 1` };
  const count = hotStatement('attempt_count', ({ key, period }: Counted) =>
    db.selectFrom('attempt').select('count').where('key', '=', key).where('period', '=', period),
  );
  const add = hotStatement('attempt_add', ({ key, period }: Counted) =>
    db
      .insertInto('attempt')
      .values({ key, period, count: 1 })
      .onConflict((known) => known.columns(['key', 'period']).doUpdateSet(oneMore))
      .returning('count'),
  );
  const take = hotStatement('attempt_take', ({ key, period, most }: Counted & { readonly most: number }) =>
    db
      .insertInto('attempt')
      .values({ key, period, count: 1 })
      .onConflict((known) => known.columns(['key', 'period']).doUpdateSet(oneMore).where('attempt.count', '<', most)),
  );
  const giveBack = hotStatement('attempt_give_back', ({ key, period }: Counted) =>
    db
      .updateTable('attempt')
      .set({ count: sql<number>`count - 1` })
      .where('key', '=', key)
      .where('period', '=', period)
      .where('count', '>', 0),
  );
  return {
    async count(key, period) {
      return (await run(count.first({ key, period })))?.count ?? 0;
    },
    async add(key, period) {
      const row = await run(add.first({ key, period }));
      if (row === undefined) throw new Error(`nothing was counted for ${key}`);
      return row.count;
    },
    async take(key, period, most) {
      return (await run(take.change({ key, period, most }))) === 1;
    },
    async giveBack(key, period) {
      await run(giveBack.change({ key, period }));
    },
    prune: createPruneAttempts(engine),
  };
}

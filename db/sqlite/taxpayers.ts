/** What is known of taxpayers on SQLite. */
import { and, eq, gte, lt } from 'drizzle-orm';
import { inBatches } from '../batches.ts';
import type { TaxpayerStore } from '../provider-store.ts';
import type { Connection } from './database.ts';
import { lista69b, taxpayerCheck } from './schema.ts';

const BATCH = 500;

/** What is known of taxpayers, over one connection. */
export function createTaxpayerStore({ db, write }: Connection): TaxpayerStore {
  return {
    async cachedCheck(hash, since) {
      const fresh = and(eq(taxpayerCheck.hash, hash), gte(taxpayerCheck.at, since));
      const row = db.select().from(taxpayerCheck).where(fresh).get();
      return row?.answer;
    },
    async keepCheck(hash, answer, at, dropBefore) {
      const set = { answer, at };
      db.delete(taxpayerCheck).where(lt(taxpayerCheck.at, dropBefore)).run();
      db.insert(taxpayerCheck)
        .values({ hash, ...set })
        .onConflictDoUpdate({ target: taxpayerCheck.hash, set })
        .run();
    },
    async replaceLista69b(rows) {
      return write((tx) => {
        tx.delete(lista69b).run();
        let count = 0;
        for (const batch of inBatches(rows, BATCH)) {
          tx.insert(lista69b)
            .values([...batch])
            .run();
          count += batch.length;
        }
        return count;
      });
    },
    async situacion69b(rfc) {
      const row = db.select().from(lista69b).where(eq(lista69b.rfc, rfc)).get();
      return row?.situacion;
    },
  };
}

/** What is known of taxpayers on PostgreSQL. */
import { and, eq, gte, lt } from 'drizzle-orm';
import { inBatches } from '../batches.ts';
import type { TaxpayerStore } from '../provider-store.ts';
import type { Connection } from './database.ts';
import { lista69b, taxpayerCheck } from './schema.ts';

const BATCH = 500;

/** What is known of taxpayers, over one pool. */
export function createTaxpayerStore({ db, transaction }: Connection): TaxpayerStore {
  return {
    async cachedCheck(hash, since) {
      const fresh = and(eq(taxpayerCheck.hash, hash), gte(taxpayerCheck.at, since));
      const [row] = await db.select().from(taxpayerCheck).where(fresh);
      return row?.answer;
    },
    async keepCheck(hash, answer, at, dropBefore) {
      const set = { answer, at };
      await db.delete(taxpayerCheck).where(lt(taxpayerCheck.at, dropBefore));
      await db
        .insert(taxpayerCheck)
        .values({ hash, ...set })
        .onConflictDoUpdate({ target: taxpayerCheck.hash, set });
    },
    async replaceLista69b(rows) {
      return transaction(async (tx) => {
        await tx.delete(lista69b);
        let count = 0;
        for (const batch of inBatches(rows, BATCH)) {
          await tx.insert(lista69b).values([...batch]);
          count += batch.length;
        }
        return count;
      });
    },
    async situacion69b(rfc) {
      const [row] = await db.select().from(lista69b).where(eq(lista69b.rfc, rfc));
      return row?.situacion;
    },
  };
}

/** Circuit breakers on PostgreSQL. */
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { isToCome } from '../far-ahead.ts';
import type { CircuitStore } from '../provider-store.ts';
import type { Connection } from './database.ts';
import { circuit as circuits } from './schema.ts';

/** Circuit breakers, over one pool. */
export function createCircuitStore({ db }: Connection): CircuitStore {
  return {
    async admit(circuit, { now, probeUntil }) {
      const [row] = await db.select().from(circuits).where(eq(circuits.circuit, circuit));
      const openUntil = row?.openUntil ?? null;
      if (openUntil === null) return { kind: 'closed' };
      if (isToCome(openUntil, now)) return { kind: 'open', until: openUntil };
      // Whoever changes it is the one that probes; the others find that it was changed.
      const unchanged = and(eq(circuits.circuit, circuit), eq(circuits.openUntil, openUntil));
      const { rowCount } = await db.update(circuits).set({ openUntil: probeUntil }).where(unchanged);
      return rowCount === 1 ? { kind: 'probe' } : { kind: 'open', until: probeUntil };
    },
    async succeeded(circuit) {
      const [row] = await db.delete(circuits).where(eq(circuits.circuit, circuit)).returning();
      return row?.openUntil == null ? 'closed' : 'reopened';
    },
    async voidProbes() {
      await db.update(circuits).set({ openUntil: 0 }).where(isNotNull(circuits.openUntil));
    },
    async failed(circuit, { threshold, openUntil, reason }) {
      const opens = sql`case when ${circuits.failures} + 1 >= ${threshold} then ${openUntil} else ${circuits.openUntil} end`;
      const set = { failures: sql`${circuits.failures} + 1`, openUntil: opens, reason };
      const first = { circuit, failures: 1, openUntil: threshold <= 1 ? openUntil : null, reason };
      const [row] = await db
        .insert(circuits)
        .values(first)
        .onConflictDoUpdate({ target: circuits.circuit, set })
        .returning();
      if (row === undefined) throw new Error(`nothing was written of ${circuit}`);
      return row.failures;
    },
  };
}

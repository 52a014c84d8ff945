/** Circuit breakers, which every process shares. */

import { isToCome } from '../../server/invoicing/far-ahead.ts';
import type { CircuitStore } from '../../server/outbound/circuit-store.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { change, first, hotStatement } from '../engines/work.ts';

/** The circuits of all PACs and registries. */
export function createCircuitStore({ db, run }: Engine): CircuitStore {
  const byName = hotStatement('circuit_by_name', ({ circuit }: { circuit: string }) =>
    db.selectFrom('circuit').selectAll().where('circuit', '=', circuit),
  );
  return {
    async admit(circuit, { now, probeUntil }) {
      const openUntil = (await run(byName.first({ circuit })))?.openUntil ?? null;
      if (openUntil === null) return { kind: 'closed' };
      if (isToCome(openUntil, now)) return { kind: 'open', until: openUntil };
      // The process that changes the row probes; the others find it changed already.
      const unchanged = db.updateTable('circuit').set({ openUntil: probeUntil });
      const changed = await run(change(unchanged.where((eb) => eb.and({ circuit, openUntil }))));
      return changed === 1 ? { kind: 'probe' } : { kind: 'open', until: probeUntil };
    },
    async succeeded(circuit) {
      const row = await run(first(db.deleteFrom('circuit').where('circuit', '=', circuit).returningAll()));
      return row?.openUntil == null ? 'closed' : 'reopened';
    },
    async voidProbes() {
      await run(change(db.updateTable('circuit').set({ openUntil: 0 }).where('openUntil', 'is not', null)));
    },
    async failed(circuit, { threshold, openUntil, reason }) {
      const opens = sql<number>`case when circuit.failures + 1 >= ${threshold} then ${openUntil} else circuit.open_until end`;
      const set = { failures: sql<number>`circuit.failures + 1`, openUntil: opens, reason };
      const row = await run(
        first(
          db
            .insertInto('circuit')
            .values({ circuit, failures: 1, openUntil: threshold <= 1 ? openUntil : null, reason })
            .onConflict((known) => known.column('circuit').doUpdateSet(set))
            .returning('failures'),
        ),
      );
      if (row === undefined) throw new Error(`nothing was written for the circuit ${circuit}`);
      return row.failures;
    },
  };
}

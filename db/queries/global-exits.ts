/** The sales that leave facturas globales, of every merchant. */
import { HOURLY_FAR_AHEAD_MS } from '../../server/invoicing/far-ahead.ts';
import type { GlobalExit, GlobalExitStore } from '../../server/invoicing/global-exit.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, first } from '../engines/work.ts';
import type { GlobalExitRow } from '../rows.ts';
import { isDue } from './due.ts';
import { prepareEgresosAgainst } from './egresos-against.ts';

/** A partial index only serves a condition with the same text. */
const open = sql<boolean>`state = 'open'`;

function fromRow({ seq: _, merchantId, world, ...row }: GlobalExitRow): GlobalExit {
  return { ...row, tenant: { merchantId, world } };
}

/** The exits of every merchant's sales. */
export function createGlobalExitStore(engine: Engine): GlobalExitStore {
  const { db, run, write, locked, insertMany } = engine;
  const egresos = prepareEgresosAgainst(engine);
  const exits = () => db.selectFrom('globalExit').selectAll();
  return {
    async keep({ tenant, ...exit }) {
      await write(() => insertMany('globalExit', [{ ...exit, ...tenant }]));
    },
    async get(id) {
      const row = await run(first(exits().where('id', '=', id)));
      return row && fromRow(row);
    },
    async openOf(globalId) {
      return (await run(all(exits().where(open).where('globalId', '=', globalId).orderBy('seq')))).map(fromRow);
    },
    async hasEgreso({ id, stamped }) {
      return (await run(egresos.ofAny({ id, uuid: stamped.uuid }))) !== undefined;
    },
    move: (id, changes) =>
      write(function* () {
        yield* change(db.updateTable('globalExit').set(changes).where('id', '=', id).where(open));
      }),
    takeDue: (now, until, limit) =>
      write(function* () {
        const far = now + HOURLY_FAR_AHEAD_MS;
        const due = exits().where(open).where(isDue({ now, far })).orderBy('nextAt').limit(limit);
        const taken = yield* all(locked(due, 'update-skip-locked'));
        for (const { seq } of taken)
          yield* change(db.updateTable('globalExit').set({ nextAt: until }).where('seq', '=', seq));
        return taken.map((row) => fromRow({ ...row, nextAt: until }));
      }),
  };
}

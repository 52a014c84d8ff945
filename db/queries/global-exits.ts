/** The sales that leave facturas globales, of every merchant. */
import type { GlobalExit, GlobalExitStore } from '../../server/invoicing/global-exit.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, first } from '../engines/work.ts';
import type { GlobalExitRow } from '../rows.ts';

/** The partial indices serve only a condition in their own words. */
const open = sql<boolean>`state = 'open'`;

function fromRow({ seq: _, merchantId, world, ...row }: GlobalExitRow): GlobalExit {
  return { ...row, tenant: { merchantId, world } };
}

/** The exits of every merchant's sales. */
export function createGlobalExitStore({ db, run, write, locked, insertMany }: Engine): GlobalExitStore {
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
    async hasEgreso(globalId) {
      const taken = db
        .selectFrom('invoiceSale as held')
        .innerJoin('invoiceSale as other', 'other.saleId', 'held.saleId')
        .innerJoin('invoice as egreso', 'egreso.id', 'other.invoiceId')
        .select('egreso.id as id')
        .where('held.invoiceId', '=', globalId)
        .where('egreso.kind', '=', 'egreso')
        .where('egreso.state', 'not in', ['rejected', 'canceled']);
      return (await run(first(taken.limit(1)))) !== undefined;
    },
    move: (id, changes) =>
      write(function* () {
        yield* change(db.updateTable('globalExit').set(changes).where('id', '=', id).where(open));
      }),
    takeDue: (now, until, limit) =>
      write(function* () {
        const due = exits().where(open).where('nextAt', '<=', now).orderBy('nextAt').limit(limit);
        const taken = yield* all(locked(due, 'update-skip-locked'));
        for (const { seq } of taken)
          yield* change(db.updateTable('globalExit').set({ nextAt: until }).where('seq', '=', seq));
        return taken.map((row) => fromRow({ ...row, nextAt: until }));
      }),
  };
}

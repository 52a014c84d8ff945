/** The runs of facturas globales of every merchant. */
import { FAR_AHEAD_MS } from '../../server/invoicing/far-ahead.ts';
import type { GlobalRun, GlobalRunStore } from '../../server/invoicing/global-run.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, first } from '../engines/work.ts';
import { type GlobalRunRow, present } from '../rows.ts';
import { isDue } from './due.ts';

function fromRow({ seq: _, merchantId, world, ...row }: GlobalRunRow): GlobalRun {
  return present({ ...row, tenant: { merchantId, world } });
}

/** The runs of facturas globales of every merchant. */
export function createGlobalRunStore({ db, run, write, insertMany }: Engine): GlobalRunStore {
  return {
    begin: (wanted) =>
      write(function* () {
        const { tenant, branch, periodicidad, from, to, refusal = null, ...rest } = wanted;
        const { merchantId, world } = tenant;
        const same = { merchantId, world, branch, periodicidad, from, to, state: 'issuing' as const };
        const known = yield* first(
          db
            .selectFrom('globalRun')
            .selectAll()
            .where((eb) => eb.and(same)),
        );
        if (known) return fromRow(known);
        yield* insertMany('globalRun', [{ ...rest, merchantId, world, branch, periodicidad, from, to, refusal }]);
        return wanted;
      }),
    async get({ merchantId, world }, id) {
      const one = db.selectFrom('globalRun').selectAll();
      const row = await run(first(one.where((eb) => eb.and({ merchantId, world, id }))));
      return row && fromRow(row);
    },
    async ofPeriod({ merchantId, world }, { branch, from, to }) {
      const same = db
        .selectFrom('globalRun')
        .selectAll()
        .where((eb) => eb.and({ merchantId, world, branch, from, to }));
      return (await run(all(same.orderBy('seq', 'desc')))).map(fromRow);
    },
    move: (id, changes) =>
      write(function* () {
        yield* change(db.updateTable('globalRun').set(changes).where('id', '=', id).where('state', '=', 'issuing'));
      }),
    async due(now, limit) {
      const far = now + FAR_AHEAD_MS;
      const issuing = db.selectFrom('globalRun').selectAll().where('state', '=', 'issuing').where(isDue({ now, far }));
      return (await run(all(issuing.orderBy('nextAt').limit(limit)))).map(fromRow);
    },
  };
}

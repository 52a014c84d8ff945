/** The schedules of every branch's facturas globales. */
import { DAILY_FAR_AHEAD_MS } from '../../server/invoicing/far-ahead.ts';
import type { GlobalSchedule, GlobalScheduleStore } from '../../server/invoicing/global-schedule.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, statement } from '../engines/work.ts';
import type { GlobalScheduleRow } from '../rows.ts';
import { isDue } from './due.ts';

function fromRow({ seq: _, merchantId, world, ...row }: GlobalScheduleRow): GlobalSchedule {
  return { ...row, tenant: { merchantId, world } };
}

/** The schedules of every merchant. */
export function createGlobalScheduleStore({ db, run, write, locked, isSet }: Engine): GlobalScheduleStore {
  const one = statement(({ merchantId, world, branch }: Tenant & { readonly branch: string }) =>
    db
      .selectFrom('globalSchedule')
      .selectAll()
      .where((eb) => eb.and({ merchantId, world, branch })),
  );
  return {
    async put({ tenant: { merchantId, world }, branch, ...set }) {
      const insert = db.insertInto('globalSchedule').values({ merchantId, world, branch, ...set });
      const key = ['merchantId', 'world', 'branch'] as const;
      await run(change(insert.onConflict((known) => known.columns(key).doUpdateSet(set))));
    },
    async list({ merchantId, world }) {
      const own = db
        .selectFrom('globalSchedule')
        .selectAll()
        .where((eb) => eb.and({ merchantId, world }));
      return (await run(all(own.orderBy('branch')))).map(fromRow);
    },
    async get({ merchantId, world }, branch) {
      const row = await run(one.first({ merchantId, world, branch }));
      return row && fromRow(row);
    },
    takeDue: (now, until, limit) =>
      write(function* () {
        const far = now + DAILY_FAR_AHEAD_MS;
        const due = db.selectFrom('globalSchedule').selectAll().where(isSet('enabled')).where(isDue({ now, far }));
        const taken = yield* all(locked(due.orderBy('nextAt').limit(limit), 'update-skip-locked'));
        for (const { seq } of taken)
          yield* change(db.updateTable('globalSchedule').set({ nextAt: until }).where('seq', '=', seq));
        return taken.map((row) => fromRow({ ...row, nextAt: until }));
      }),
    async postpone({ tenant: { merchantId, world }, branch, updatedAt }, nextAt) {
      const same = { merchantId, world, branch, updatedAt };
      const kept = db.updateTable('globalSchedule').where((eb) => eb.and(same));
      await run(change(kept.set({ nextAt })));
    },
  };
}

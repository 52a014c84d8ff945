/** Webhook endpoints and the team's channels. */

import type { Tenant } from '../../server/merchants/tenant.ts';
import type { ListenerStore } from '../../server/outbox/outbox-store.ts';
import { fromListenerRow, REMOVED, toListenerRow } from '../delivery-rows.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, first } from '../engines/work.ts';

/** The listeners of every merchant. */
export function createListenerStore({ db, run, write }: Engine): ListenerStore {
  const ofTenant = ({ merchantId, world }: Tenant) =>
    db
      .selectFrom('listener')
      .selectAll()
      .where((eb) => eb.and({ merchantId, world }));

  /** A partial index only serves a condition with the same text. */
  function dropPending(target: string, reason: string, settledAt: number) {
    const dropped = { state: 'dropped', reason, settledAt, leaseUntil: null } as const;
    return change(
      db.updateTable('delivery').set(dropped).where('target', '=', target).where(sql`state`, '=', sql.lit('pending')),
    );
  }

  return {
    async put(put) {
      const { id, ...set } = toListenerRow(put);
      const { merchantId, world } = put.tenant;
      const upsert = db
        .insertInto('listener')
        .values({ id, ...set })
        .onConflict((known) =>
          known
            .column('id')
            .doUpdateSet(set)
            .where('listener.merchantId', '=', merchantId)
            .where('listener.world', '=', world),
        );
      if ((await run(change(upsert))) === 0) throw new Error(`listener ${id} is another tenant's`);
    },
    async get(id) {
      const row = await run(first(db.selectFrom('listener').selectAll().where('id', '=', id)));
      return row === undefined ? undefined : fromListenerRow(row);
    },
    async list(tenant) {
      return (await run(all(ofTenant(tenant).orderBy('seq')))).map(fromListenerRow);
    },
    async remove({ merchantId, world }, id, now) {
      return write(function* () {
        const deleted = yield* change(db.deleteFrom('listener').where((eb) => eb.and({ merchantId, world, id })));
        if (deleted === 0) return 'unknown';
        yield* dropPending(id, REMOVED, now);
        return 'deleted';
      });
    },
    async disable(id, disabledReason, now) {
      return write(function* () {
        const enabled = db.updateTable('listener').where((eb) => eb.and({ id, state: 'enabled' }));
        if ((yield* change(enabled.set({ state: 'disabled', disabledReason }))) === 0) return 'unchanged';
        yield* dropPending(id, disabledReason, now);
        return 'changed';
      });
    },
    async noteHealth(id, since) {
      const failingSince = since === undefined ? null : sql<number>`coalesce(failing_since, ${since})`;
      const noted = db.updateTable('listener').set({ failingSince }).where('id', '=', id).returning('failingSince');
      return (await run(first(noted)))?.failingSince ?? undefined;
    },
  };
}

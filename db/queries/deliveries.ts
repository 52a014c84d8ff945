/** Messages to be delivered, and their outcomes. */

import { DELIVERY_FAR_AHEAD_MS, type DeliveryStore } from '../../server/outbox/outbox-store.ts';
import {
  ended,
  fromAttemptRow,
  fromDeliveryRow,
  inOrder,
  type NewDeliveryRow,
  toDeliveryRow,
} from '../delivery-rows.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, first, hotStatement, type Work } from '../engines/work.ts';
import type { Due } from './due.ts';

/** A partial index only serves a condition with the same text. */
const pending = sql<boolean>`delivery.state = 'pending'`;
const leased = sql<boolean>`delivery.lease_until is not null`;
const free = (now: number) => sql<boolean>`coalesce(delivery.lease_until, 0) <= ${now}`;

/** Inserts deliveries, except those whose `once` exists already. Returns how many were new. */
export function addDeliveries({ insertMany }: Engine, rows: readonly NewDeliveryRow[]): Work<number> {
  return insertMany('delivery', rows, { on: ['merchantId', 'world', 'once'] });
}

/** `leaseOwner` is the process that takes the lease, if others can tell whether it is alive. */
type Owned = { readonly leaseOwner: number | null };
type Ask = Parameters<DeliveryStore['claim']>[0] & Owned;

/**
 * Numbers each target's due deliveries, so that no target takes more than its share. What another claim has locked is skipped, and what it
 * has taken in the meantime is found out once it is locked here. SQLite would walk all pending deliveries in the order of the targets' index.
 */
export function claimStatement({ db, locked, isAmong, unindexed }: Engine) {
  return hotStatement('delivery_claim', ({ now, leaseUntil, leaseOwner, limit, perTarget, busy, kinds }: Ask) => {
    const turn = sql<number>`row_number() over (partition by ${unindexed('target')} order by next_at, seq)`;
    const ranked = db
      .selectFrom('delivery')
      .select(['seq', turn.as('turn')])
      .where(pending)
      .where('nextAt', '<=', now)
      .where(free(now))
      .where(sql<boolean>`not (${isAmong('target', busy)})`)
      .where(isAmong('kind', kinds));
    const picked = db
      .with('ranked', () => ranked)
      .with('picked', (cte) =>
        locked(
          cte
            .selectFrom('ranked')
            .innerJoin('delivery', 'delivery.seq', 'ranked.seq')
            .select('delivery.seq')
            .where('ranked.turn', '<=', perTarget)
            .where(pending)
            .where(free(now))
            .orderBy('delivery.nextAt')
            .orderBy('delivery.seq')
            .limit(limit),
          'update-skip-locked',
        ),
      )
      .selectFrom('picked')
      .select('seq');
    return db
      .updateTable('delivery')
      .set({ leaseUntil, leaseOwner, claim: sql<number>`claim + 1` })
      .where('seq', 'in', picked)
      .returningAll();
  });
}

/** Makes due what lies further ahead than a delivery waits. As another condition of `delivery_claim` it would make SQLite read all that is pending. */
export function farDeliveriesStatement({ db, locked }: Engine) {
  return hotStatement('delivery_far', ({ now, far }: Due) => {
    const wrong = db.selectFrom('delivery').select('seq').where(pending).where('nextAt', '>', far);
    return db.updateTable('delivery').set({ nextAt: now }).where('seq', 'in', locked(wrong, 'update-skip-locked'));
  });
}

type AskOf = Parameters<DeliveryStore['claimOf']>[1] & Owned & { readonly target: string };

function claimOfStatement({ db, locked }: Engine) {
  return hotStatement('delivery_claim_of', ({ target, now, leaseUntil, leaseOwner, limit }: AskOf) => {
    const picked = db
      .with('picked', (cte) =>
        locked(
          cte
            .selectFrom('delivery')
            .select('seq')
            .where('target', '=', target)
            .where(pending)
            .where(free(now))
            .orderBy('nextAt')
            .orderBy('seq')
            .limit(limit),
          'update-skip-locked',
        ),
      )
      .selectFrom('picked')
      .select('seq');
    return db
      .updateTable('delivery')
      .set({ leaseUntil, leaseOwner, claim: sql<number>`claim + 1` })
      .where('seq', 'in', picked)
      .returningAll();
  });
}

type Claiming = Pick<DeliveryStore, 'claim' | 'claimOf' | 'settle' | 'voidLeases'>;

function createClaiming(engine: Engine): Claiming {
  const { db, run, write, insertMany, leases } = engine;
  const claim = claimStatement(engine);
  const far = farDeliveriesStatement(engine);
  const claimOf = claimOfStatement(engine);
  return {
    async claim(ask) {
      const rows = await write(function* () {
        yield* far.change({ now: ask.now, far: ask.now + DELIVERY_FAR_AHEAD_MS });
        return yield* claim.all({ ...ask, leaseOwner: leases.owner() });
      });
      return inOrder(rows);
    },
    async claimOf(target, ask) {
      return inOrder(await write(() => claimOf.all({ ...ask, leaseOwner: leases.owner(), target })));
    },
    async settle({ id, claim: held }, end) {
      const { patch, attempt } = ended(id, end);
      const settled = db
        .updateTable('delivery')
        .set({ ...patch, attempts: sql<number>`attempts + 1` })
        .where((eb) => eb.and({ id, claim: held }))
        .where(pending)
        .where(leased);
      return write(function* () {
        if ((yield* change(settled)) === 0) return 'stale';
        yield* insertMany('deliveryAttempt', [attempt]);
        return 'settled';
      });
    },
    async voidLeases() {
      await run(change(db.updateTable('delivery').set({ leaseUntil: null }).where(pending).where(leased)));
    },
  };
}

function createReading({ db, run }: Engine): Pick<DeliveryStore, 'get' | 'list' | 'attemptsOf'> {
  return {
    async get(id) {
      const row = await run(first(db.selectFrom('delivery').selectAll().where('id', '=', id)));
      return row === undefined ? undefined : fromDeliveryRow(row);
    },
    async list({ merchantId, world }, { limit, before, target, subject, kind }) {
      const ofTenant = db.selectFrom('delivery').where((eb) => eb.and({ merchantId, world }));
      let page = ofTenant.selectAll();
      if (before !== undefined) page = page.where('seq', '<', ofTenant.select('seq').where('id', '=', before));
      if (target !== undefined) page = page.where('target', '=', target);
      if (subject !== undefined) page = page.where('subject', '=', subject);
      if (kind !== undefined) page = page.where('kind', '=', kind);
      return (await run(all(page.orderBy('seq', 'desc').limit(limit)))).map(fromDeliveryRow);
    },
    async attemptsOf(deliveryId) {
      const tries = db.selectFrom('deliveryAttempt').selectAll().where('deliveryId', '=', deliveryId);
      return (await run(all(tries.orderBy('seq')))).map(fromAttemptRow);
    },
  };
}

/** The deliveries of every merchant. */
export function createDeliveryStore(engine: Engine): DeliveryStore {
  const { db, run, write } = engine;
  return {
    ...createClaiming(engine),
    ...createReading(engine),
    async enqueue(deliveries, now) {
      const rows = deliveries.map((wanted) => toDeliveryRow(wanted, now));
      return write(() => addDeliveries(engine, rows));
    },
    async noteReceipt({ merchantId, world }, receipt, state, now) {
      const noted = db
        .updateTable('delivery')
        .set({ state, settledAt: now })
        .where((eb) => eb.and({ merchantId, world, receipt }))
        .where('state', 'in', ['sent', 'bounced', 'complained'])
        .returningAll();
      const row = await run(first(noted));
      return row === undefined ? undefined : fromDeliveryRow(row);
    },
  };
}

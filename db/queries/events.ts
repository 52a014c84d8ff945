/** Events, and the deliveries made from them. */
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { Listener } from '../../server/outbox/delivery.ts';
import type { WorldEvent } from '../../server/outbox/event.ts';
import * as rules from '../../server/outbox/fan-out.ts';
import type { EventStore } from '../../server/outbox/outbox-store.ts';
import {
  type EventRow,
  type Fan,
  fromEventRow,
  fromListenerRow,
  type ListenerRow,
  type NewEventRow,
  toDeliveryRow,
  toEventRow,
} from '../delivery-rows.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, first, hotStatement, statement, type Work } from '../engines/work.ts';
import { addDeliveries } from './deliveries.ts';
import { currentAddresses } from './portal-addresses.ts';

/** Stores events along with what caused them, each id once. */
export function* addEvents({ insertMany }: Engine, rows: readonly NewEventRow[]): Work<void> {
  yield* insertMany('event', rows, { on: ['id'] });
}

/** Finds a tenant's enabled listeners, in order of creation. */
export function enabledListeners({ db }: Engine): (tenant: Tenant) => Work<readonly ListenerRow[]> {
  const enabled = hotStatement('listeners_enabled', ({ merchantId, world }: Tenant) =>
    db
      .selectFrom('listener')
      .selectAll()
      .where((eb) => eb.and({ merchantId, world, state: 'enabled' }))
      .orderBy('seq'),
  );
  return ({ merchantId, world }) => enabled.all({ merchantId, world });
}

/** Creates the deliveries of the oldest events that have none; on PostgreSQL, concurrent processes each take different ones. */
function prepareFanOut(engine: Engine) {
  const { db, locked, isAmong } = engine;
  const oldest = statement(({ limit }: { limit: number }) =>
    locked(
      db.selectFrom('event').selectAll().where('fannedAt', 'is', null).orderBy('seq').limit(limit),
      'update-skip-locked',
    ),
  );
  // Disabling or removing one of them waits, so that the deliveries created here are dropped then.
  const listenersOf = statement(({ merchants }: { merchants: readonly string[] }) =>
    locked(
      db
        .selectFrom('listener')
        .selectAll()
        .where(isAmong('merchant_id', merchants))
        .where('state', '=', 'enabled')
        .orderBy('seq'),
      'share',
    ),
  );
  const mark = statement(({ seqs, now }: { seqs: readonly number[]; now: number }) =>
    db.updateTable('event').set({ fannedAt: now }).where(isAmong('seq', seqs)),
  );
  return function* (fan: Fan): Work<number> {
    const events = yield* oldest.all({ limit: fan.limit });
    if (events.length === 0) return 0;
    const merchants = [...new Set(events.map(({ merchantId }) => merchantId))];
    const enabled = (yield* listenersOf.all({ merchants })).map(fromListenerRow);
    const at = yield* renamed(engine, enabled);
    const listeners = enabled.map(at.listener);
    const ofTenant = ({ merchantId, world }: EventRow) =>
      listeners.filter(({ tenant }) => tenant.merchantId === merchantId && tenant.world === world);
    const deliveries = events.flatMap((row) => rules.fanOut(at.event(fromEventRow(row)), ofTenant(row), fan));
    yield* addDeliveries(
      engine,
      deliveries.map((wanted) => toDeliveryRow(wanted, fan.now)),
    );
    yield* mark.change({ seqs: events.map(({ seq }) => seq), now: fan.now });
    return events.length;
  };
}

/** Events and listeners with the current addresses of their portals; nothing is read if no listener is limited to portals. */
function* renamed(engine: Engine, listeners: readonly Listener[]) {
  const merchants = listeners.flatMap(({ portals, tenant }) => (portals ? [tenant.merchantId] : []));
  const now = merchants.length > 0 ? yield* currentAddresses(engine, [...new Set(merchants)]) : (slug: string) => slug;
  return {
    event: (event: WorldEvent): WorldEvent => ({
      ...event,
      ...(event.portalSlug !== undefined && { portalSlug: now(event.portalSlug) }),
    }),
    listener: (listener: Listener): Listener => ({
      ...listener,
      ...(listener.portals && { portals: listener.portals.map(now) }),
    }),
  };
}

function* replay(engine: Engine, listenerId: string, since: number, now: number): Work<number> {
  const { db, locked } = engine;
  const to = yield* first(locked(db.selectFrom('listener').selectAll().where('id', '=', listenerId), 'share'));
  if (to === undefined) return 0;
  const { merchantId, world } = to;
  const ofTenant = db
    .selectFrom('event')
    .selectAll()
    .where((eb) => eb.and({ merchantId, world }));
  const events = yield* all(ofTenant.where('at', '>=', since).orderBy('at').orderBy('seq'));
  const listener = fromListenerRow(to);
  const at = yield* renamed(engine, [listener]);
  const replayed = events.map((row) => ({ event: at.event(fromEventRow(row)), isFannedOut: row.fannedAt !== null }));
  const deliveries = rules.replay(replayed, at.listener(listener), now);
  return yield* addDeliveries(
    engine,
    deliveries.map((wanted) => toDeliveryRow(wanted, now)),
  );
}

function* prune({ db }: Engine, before: number): Work<void> {
  const settled = db
    .selectFrom('delivery')
    .select('id')
    .where('settledAt', 'is not', null)
    .where('settledAt', '<', before);
  yield* change(db.deleteFrom('deliveryAttempt').where('deliveryId', 'in', settled));
  yield* change(db.deleteFrom('delivery').where('settledAt', 'is not', null).where('settledAt', '<', before));
  yield* change(db.deleteFrom('event').where('fannedAt', 'is not', null).where('at', '<', before));
}

/** The events of every merchant. */
export function createEventStore(engine: Engine): EventStore {
  const { db, run, write } = engine;
  const fanOut = prepareFanOut(engine);
  return {
    add: (event) => run(addEvents(engine, [toEventRow(event)])),
    fanOut: (fan) => write(() => fanOut(fan)),
    replay: (listenerId, since, now) => write(() => replay(engine, listenerId, since, now)),
    async get(id) {
      const row = await run(first(db.selectFrom('event').selectAll().where('id', '=', id)));
      return row === undefined ? undefined : fromEventRow(row);
    },
    prune: (before) => write(() => prune(engine, before)),
  };
}

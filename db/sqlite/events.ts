/** What happened and who is to be told of it, on SQLite. */
import { and, asc, eq, gte, inArray, isNotNull, lt, placeholder, sql } from 'drizzle-orm';
import type { Tenant } from '../../server/sales/sale.ts';
import { inBatches } from '../batches.ts';
import {
  type EventRow,
  type Fan,
  fanned,
  fromEventRow,
  type ListenerRow,
  type NewEventRow,
  replayed,
  toEventRow,
} from '../delivery-rows.ts';
import type { EventStore } from '../delivery-store.ts';
import type { Connection, Database } from './database.ts';
import { addDeliveries } from './deliveries.ts';
import { delivery, deliveryAttempt, event, listener } from './schema.ts';

const BATCH = 500;

/** The partial index serves only a query that repeats its condition in so many words. */
const waiting = sql`${event.fannedAt} is null`;

/** Keeps events with what caused them, each id once. */
export function addEvents(tx: Database, rows: readonly NewEventRow[]): void {
  for (const batch of inBatches(rows, BATCH)) {
    tx.insert(event)
      .values([...batch])
      .onConflictDoNothing({ target: event.id })
      .run();
  }
}

type ListenersOf = (tenant: Tenant) => readonly ListenerRow[];

/** A tenant's listeners that are told anything, in order of creation. */
export function prepareEnabledListeners(db: Database): ListenersOf {
  const enabled = and(
    eq(listener.merchantId, placeholder('merchantId')),
    eq(listener.world, placeholder('world')),
    eq(listener.state, 'enabled'),
  );
  const statement = db.select().from(listener).where(enabled).orderBy(asc(listener.seq)).prepare();
  return ({ merchantId, world }) => statement.all({ merchantId, world });
}

function fanOut(tx: Database, events: readonly EventRow[], fan: Fan, listenersOf: ListenersOf): number {
  const known = new Map<string, readonly ListenerRow[]>();
  const told = (row: EventRow): readonly ListenerRow[] => {
    const key = JSON.stringify([row.merchantId, row.world]);
    const listeners = known.get(key) ?? listenersOf(row);
    known.set(key, listeners);
    return listeners;
  };
  addDeliveries(
    tx,
    events.flatMap((row) => fanned(row, told(row), fan)),
  );
  for (const batch of inBatches(events, BATCH)) {
    const seqs = batch.map(({ seq }) => seq);
    tx.update(event).set({ fannedAt: fan.now }).where(inArray(event.seq, seqs)).run();
  }
  return events.length;
}

function prune(tx: Database, before: number): void {
  const settled = and(isNotNull(delivery.settledAt), lt(delivery.settledAt, before));
  const ids = tx.select({ id: delivery.id }).from(delivery).where(settled);
  tx.delete(deliveryAttempt).where(inArray(deliveryAttempt.deliveryId, ids)).run();
  tx.delete(delivery).where(settled).run();
  tx.delete(event)
    .where(and(isNotNull(event.fannedAt), lt(event.at, before)))
    .run();
}

/** The events of every merchant, over one connection. */
export function createEventStore({ db, write }: Connection): EventStore {
  const listenersOf = prepareEnabledListeners(db);
  const oldest = db.select().from(event).where(waiting).orderBy(asc(event.seq)).limit(placeholder('limit')).prepare();

  return {
    async add(added) {
      addEvents(db, [toEventRow(added)]);
    },
    async fanOut(fan) {
      return write((tx) => fanOut(tx, oldest.all({ limit: fan.limit }), fan, listenersOf));
    },
    async replay(listenerId, since, now) {
      return write((tx) => {
        const to = tx.select().from(listener).where(eq(listener.id, listenerId)).get();
        if (to === undefined) return 0;
        const ofTenant = and(eq(event.merchantId, to.merchantId), eq(event.world, to.world), gte(event.at, since));
        const events = tx.select().from(event).where(ofTenant).orderBy(asc(event.at), asc(event.seq)).all();
        return addDeliveries(tx, replayed(events, to, now));
      });
    },
    async get(id) {
      const row = db.select().from(event).where(eq(event.id, id)).get();
      return row === undefined ? undefined : fromEventRow(row);
    },
    async prune(before) {
      write((tx) => prune(tx, before));
    },
  };
}

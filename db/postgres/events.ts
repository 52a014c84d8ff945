/** What happened and who is to be told of it, on PostgreSQL. */
import { and, asc, eq, gte, inArray, isNotNull, lt, sql } from 'drizzle-orm';
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

const BATCH = 1_000;

/** The partial index serves only a query that repeats its condition in so many words. */
const waiting = sql`${event.fannedAt} is null`;

/** Keeps events with what caused them, each id once. */
export async function addEvents(tx: Database, rows: readonly NewEventRow[]): Promise<void> {
  for (const batch of inBatches(rows, BATCH)) {
    await tx
      .insert(event)
      .values([...batch])
      .onConflictDoNothing({ target: event.id });
  }
}

/** A tenant's listeners that are told anything, in order of creation. */
export async function enabledListeners(tx: Database, { merchantId, world }: Tenant): Promise<readonly ListenerRow[]> {
  const ofTenant = and(eq(listener.merchantId, merchantId), eq(listener.world, world));
  const enabled = and(ofTenant, eq(listener.state, 'enabled'));
  return tx.select().from(listener).where(enabled).orderBy(asc(listener.seq));
}

/** Keeps whoever disables or removes one of them waiting, so that what is made for it here is dropped then. */
async function lockListeners(tx: Database, events: readonly EventRow[]): Promise<readonly ListenerRow[]> {
  const merchants = [...new Set(events.map(({ merchantId }) => merchantId))];
  const enabled = and(inArray(listener.merchantId, merchants), eq(listener.state, 'enabled'));
  return tx.select().from(listener).where(enabled).orderBy(asc(listener.seq)).for('share');
}

/** Locks the events it fans out, and leaves to others those that they fan out. */
async function fanOut(tx: Database, fan: Fan): Promise<number> {
  const oldest = tx.select().from(event).where(waiting).orderBy(asc(event.seq)).limit(fan.limit);
  const events = await oldest.for('update', { skipLocked: true });
  if (events.length === 0) return 0;
  const listeners = await lockListeners(tx, events);
  const told = (row: EventRow) =>
    listeners.filter(({ merchantId, world }) => merchantId === row.merchantId && world === row.world);
  await addDeliveries(
    tx,
    events.flatMap((row) => fanned(row, told(row), fan)),
  );
  for (const batch of inBatches(events, BATCH)) {
    const seqs = batch.map(({ seq }) => seq);
    await tx.update(event).set({ fannedAt: fan.now }).where(inArray(event.seq, seqs));
  }
  return events.length;
}

async function replay(tx: Database, listenerId: string, since: number, now: number): Promise<number> {
  const [to] = await tx.select().from(listener).where(eq(listener.id, listenerId)).for('share');
  if (to === undefined) return 0;
  const ofTenant = and(eq(event.merchantId, to.merchantId), eq(event.world, to.world), gte(event.at, since));
  const events = await tx.select().from(event).where(ofTenant).orderBy(asc(event.at), asc(event.seq));
  return addDeliveries(tx, replayed(events, to, now));
}

async function prune(tx: Database, before: number): Promise<void> {
  const settled = and(isNotNull(delivery.settledAt), lt(delivery.settledAt, before));
  const ids = tx.select({ id: delivery.id }).from(delivery).where(settled);
  await tx.delete(deliveryAttempt).where(inArray(deliveryAttempt.deliveryId, ids));
  await tx.delete(delivery).where(settled);
  await tx.delete(event).where(and(isNotNull(event.fannedAt), lt(event.at, before)));
}

/** The events of every merchant, over one pool. */
export function createEventStore({ db, write }: Connection): EventStore {
  return {
    async add(added) {
      await addEvents(db, [toEventRow(added)]);
    },
    async fanOut(fan) {
      return write((tx) => fanOut(tx, fan));
    },
    async replay(listenerId, since, now) {
      return write((tx) => replay(tx, listenerId, since, now));
    },
    async get(id) {
      const [row] = await db.select().from(event).where(eq(event.id, id));
      return row === undefined ? undefined : fromEventRow(row);
    },
    async prune(before) {
      await write((tx) => prune(tx, before));
    },
  };
}

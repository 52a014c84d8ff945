/** The tables of events and their deliveries. */
import { sql } from 'drizzle-orm';
import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Delivery, DeliveryAttempt, Listener } from '../../server/outbox/delivery.ts';
import type { WorldEvent } from '../../server/outbox/event.ts';
import type { SuppressionReason } from '../../server/outbox/outbox-store.ts';
import { bytes, id, integer, merchantId, seq, world } from './columns.ts';

/** Events. Their deliveries are created once, when `fanned_at` is set. */
export const event = sqliteTable(
  'event',
  {
    seq: seq(),
    id: id('event_id'),
    merchantId: merchantId(),
    world: world(),
    type: text('type').$type<WorldEvent['type']>().notNull(),
    subject: text('subject').notNull(),
    portalSlug: text('portal_slug'),
    at: integer('at').notNull(),
    fannedAt: integer('fanned_at'),
  },
  (t) => [
    index('event_waiting').on(t.seq).where(sql`fanned_at is null`),
    index('event_by_time').on(t.merchantId, t.world, t.at),
  ],
);

/** Webhook endpoints and the team's channels. */
export const listener = sqliteTable(
  'listener',
  {
    seq: seq(),
    id: id('listener_id'),
    merchantId: merchantId(),
    world: world(),
    kind: text('kind').$type<Listener['kind']>().notNull(),
    name: text('name').notNull(),
    events: text('events').notNull(),
    portals: text('portals'),
    sealed: bytes('sealed'),
    state: text('state').$type<Listener['state']>().notNull(),
    disabledReason: text('disabled_reason'),
    failingSince: integer('failing_since'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('listener_by_seq').on(t.merchantId, t.world, t.seq)],
);

/** Messages to listeners, and their outcome. */
export const delivery = sqliteTable(
  'delivery',
  {
    seq: seq(),
    id: id('delivery_id'),
    merchantId: merchantId(),
    world: world(),
    kind: text('kind').$type<Delivery['kind']>().notNull(),
    once: text('once').notNull(),
    target: text('target').notNull(),
    subject: text('subject').notNull(),
    eventId: text('event_id'),
    payload: text('payload').notNull(),
    nextAt: integer('next_at').notNull(),
    state: text('state').$type<Delivery['state']>().notNull(),
    attempts: integer('attempts').notNull(),
    claim: integer('claim').notNull(),
    leaseUntil: integer('lease_until'),
    leaseOwner: integer('lease_owner'),
    createdAt: integer('created_at').notNull(),
    settledAt: integer('settled_at'),
    reason: text('reason'),
    receipt: text('receipt'),
  },
  (t) => [
    uniqueIndex('delivery_once').on(t.merchantId, t.world, t.once),
    index('delivery_due').on(t.nextAt, t.seq, t.target, t.leaseUntil, t.kind).where(sql`state = 'pending'`),
    index('delivery_out').on(t.leaseOwner).where(sql`state = 'pending' and lease_until is not null`),
    index('delivery_to').on(t.target, t.nextAt).where(sql`state = 'pending'`),
    index('delivery_by_seq').on(t.merchantId, t.world, t.seq),
    index('delivery_by_target').on(t.target, t.seq),
    index('delivery_by_subject').on(t.subject, t.seq),
    index('delivery_receipt').on(t.receipt).where(sql`receipt is not null`),
    index('delivery_settled').on(t.settledAt).where(sql`settled_at is not null`),
  ],
);

/** Attempts to deliver: rows are added, never changed. */
export const deliveryAttempt = sqliteTable(
  'delivery_attempt',
  {
    seq: seq(),
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => delivery.id),
    at: integer('at').notNull(),
    ms: integer('ms').notNull(),
    outcome: text('outcome').$type<DeliveryAttempt['outcome']>().notNull(),
    status: integer('status'),
    reason: text('reason'),
  },
  (t) => [index('delivery_attempt_by_delivery').on(t.deliveryId, t.seq)],
);

/** Addresses that must not get mail, by a keyed hash from which no address can be recovered. */
export const suppressedAddress = sqliteTable(
  'suppressed_address',
  {
    merchantId: merchantId(),
    world: world(),
    hash: text('hash').notNull(),
    reason: text('reason').$type<SuppressionReason>().notNull(),
    at: integer('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.world, t.hash] })],
);

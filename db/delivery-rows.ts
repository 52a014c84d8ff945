/** Rows of events, listeners and deliveries, the same on both engines, and the values that they represent. */
import { randomBytes } from 'node:crypto';
import type { InvoiceRequest } from '../server/invoicing/request-store.ts';
import type { Tenant } from '../server/merchants/tenant.ts';
import type { Delivery, DeliveryAttempt, Listener, NewDelivery } from '../server/outbox/delivery.ts';
import type { WorldEvent } from '../server/outbox/event.ts';
import type { DeliveryStore, EventStore } from '../server/outbox/outbox-store.ts';
import type { PutSale } from '../server/sales/sale-store.ts';
import { fromJson, present } from './rows.ts';
import type * as tables from './schema/schema.ts';

/** A row of `event`. */
export type EventRow = typeof tables.event.$inferSelect;
/** A row of `event` before the database numbers it. */
export type NewEventRow = Omit<EventRow, 'seq'>;
/** A row of `listener`: a webhook endpoint or another channel that events are delivered to. */
export type ListenerRow = typeof tables.listener.$inferSelect;
/** A row of `delivery`: one event on its way to one listener. */
export type DeliveryRow = typeof tables.delivery.$inferSelect;
/** A row of `delivery` before the database numbers it. */
export type NewDeliveryRow = Omit<DeliveryRow, 'seq'>;
/** A row of `delivery_attempt`: one try to deliver. */
export type AttemptRow = typeof tables.deliveryAttempt.$inferSelect;

/** The argument of `fanOut`. */
export type Fan = Parameters<EventStore['fanOut']>[0];

/** How an attempt ended. */
export type End = Parameters<DeliveryStore['settle']>[1];

/** The reason of pending deliveries that are dropped because their listener was removed. */
export const REMOVED = 'removed';

function newEventId(): string {
  return `evt_${randomBytes(12).toString('hex')}`;
}

/** Converts an event to a row, not fanned out yet. */
export function toEventRow({ tenant, portalSlug, ...event }: WorldEvent): NewEventRow {
  const { merchantId, world } = tenant;
  return { ...event, merchantId, world, portalSlug: portalSlug ?? null, fannedAt: null };
}

/** Converts a row to an event. */
export function fromEventRow({ seq: _, fannedAt: __, merchantId, world, ...event }: EventRow): WorldEvent {
  return present({ ...event, tenant: { merchantId, world } });
}

/** The event for a new request. */
export function requestEvent({ id: subject, tenant, portalSlug, createdAt: at }: InvoiceRequest): NewEventRow {
  return toEventRow({ id: newEventId(), tenant, type: 'request.created', subject, portalSlug, at });
}

/** The events for new sales. */
export function saleEvents(tenant: Tenant, put: readonly PutSale[]): readonly NewEventRow[] {
  return put.flatMap(({ kind, sale }) => {
    const event = { tenant, type: 'sale.created', subject: sale.id, at: sale.updatedAt } as const;
    return kind === 'created' ? [toEventRow({ id: newEventId(), ...event })] : [];
  });
}

/** A listener as it is inserted or replaced. */
export function toListenerRow({ tenant, events, portals, sealed, ...listener }: Listener): Omit<ListenerRow, 'seq'> {
  const { merchantId, world } = tenant;
  return {
    ...listener,
    merchantId,
    world,
    events: JSON.stringify(events),
    portals: portals === undefined ? null : JSON.stringify(portals),
    sealed: Buffer.from(sealed),
    disabledReason: listener.disabledReason ?? null,
    failingSince: listener.failingSince ?? null,
  };
}

/** Converts a row to a listener. */
export function fromListenerRow({ seq: _, merchantId, world, events, portals, ...row }: ListenerRow): Listener {
  return present({
    ...row,
    tenant: { merchantId, world },
    events: fromJson<Listener['events']>(events),
    portals: portals === null ? null : fromJson<readonly string[]>(portals),
  });
}

/** A delivery as it is inserted: pending, never tried. */
export function toDeliveryRow({ tenant, eventId, payload, ...delivery }: NewDelivery, now: number): NewDeliveryRow {
  const { merchantId, world } = tenant;
  return {
    ...delivery,
    merchantId,
    world,
    eventId: eventId ?? null,
    payload: JSON.stringify(payload),
    state: 'pending',
    attempts: 0,
    claim: 0,
    leaseUntil: null,
    leaseOwner: null,
    createdAt: now,
    settledAt: null,
    reason: null,
    receipt: null,
  };
}

/** A delivery as it is now. */
export function fromDeliveryRow({
  seq: _,
  leaseUntil: __,
  leaseOwner: ___,
  merchantId,
  world,
  payload,
  ...row
}: DeliveryRow): Delivery {
  return present({ ...row, tenant: { merchantId, world }, payload: fromJson<Delivery['payload']>(payload) });
}

/** Converts a row to an attempt. */
export function fromAttemptRow({ seq: _, ...row }: AttemptRow): DeliveryAttempt {
  return present(row);
}

/** Deliveries that were claimed, in the order in which they became due. */
export function inOrder(rows: readonly DeliveryRow[]): readonly Delivery[] {
  return [...rows].sort((one, other) => one.nextAt - other.nextAt || one.seq - other.seq).map(fromDeliveryRow);
}

/** The columns that the end of an attempt changes, except `attempts`, and its row in the history. */
export function ended(deliveryId: string, { outcome, nextAt, status, reason: why, receipt, ms, now }: End) {
  const reason = why ?? null;
  const next =
    outcome === 'retry'
      ? ({ state: 'pending', nextAt: nextAt ?? now } as const)
      : ({ state: outcome, settledAt: now } as const);
  return {
    patch: { ...next, leaseUntil: null, reason, ...(receipt !== undefined && { receipt }) },
    attempt: { deliveryId, at: now, ms, outcome, status: status ?? null, reason },
  };
}

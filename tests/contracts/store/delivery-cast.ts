/** Events, listeners and deliveries as the stores of these tests see them. */
import type { Delivery, Listener, NewDelivery } from '../../../server/outbox/delivery.ts';
import type { WorldEvent } from '../../../server/outbox/event.ts';
import { JACARANDA, SOLD_AT } from './cast.ts';

export const MINUTE = 60_000;

export function anEvent(id: string, changes: Partial<WorldEvent> = {}): WorldEvent {
  const about = { type: 'invoice.stamped', subject: 'inv_1', portalSlug: 'jacaranda', at: SOLD_AT } as const;
  return { id, tenant: JACARANDA, ...about, ...changes };
}

/** A webhook endpoint that wants to hear of invoices that were stamped, of every portal. */
export function aListener(id: string, changes: Partial<Listener> = {}): Listener {
  const sealed = Buffer.from([1, 2, 255]);
  const events = ['invoice.stamped'] as const;
  const made = { kind: 'webhook', name: `Endpoint ${id}`, state: 'enabled', createdAt: SOLD_AT } as const;
  return { id, tenant: JACARANDA, events, sealed, ...made, ...changes };
}

/** Something for `target`, due at once. */
export function aDelivery(id: string, target: string, changes: Partial<NewDelivery> = {}): NewDelivery {
  const kind = 'webhook';
  const to = { kind, once: `once:${id}`, target, subject: 'inv_1', payload: { type: 'invoice.stamped' } } as const;
  return { id, tenant: JACARANDA, ...to, nextAt: SOLD_AT, ...changes };
}

/** Everything there is, a minute at a time. */
export const ask = {
  now: SOLD_AT,
  leaseUntil: SOLD_AT + MINUTE,
  limit: 100,
  perTarget: 100,
  busy: [],
  kinds: ['mail', 'webhook', 'alert'],
} as const;

export const sent = { outcome: 'sent', status: 200, ms: 12, now: SOLD_AT + 1 } as const;

export const idsOf = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);

export const fan = { now: SOLD_AT + 1, limit: 100, alertDelayMs: MINUTE } as const;

/** What a delivery reports and to whom, apart from its own id. */
export const what = ({ kind, target, subject, eventId, nextAt, payload }: Delivery) => {
  return { kind, target, subject, eventId, nextAt, payload };
};

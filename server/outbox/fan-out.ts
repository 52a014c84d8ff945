/** The rules by which an event becomes deliveries: one to each listener that subscribes to it. */
import { randomBytes } from 'node:crypto';
import { type Listener, type NewDelivery, wants } from './delivery.ts';
import type { WorldEvent } from './event.ts';

/** The listeners that subscribe to the event. */
export function listenersFor(
  { type, portalSlug }: Pick<WorldEvent, 'type' | 'portalSlug'>,
  listeners: readonly Listener[],
): readonly Listener[] {
  return listeners.filter((listener) => wants(listener, { type, ...(portalSlug !== undefined && { portalSlug }) }));
}

/** The deliveries of a new event: webhooks immediately, alerts a while later. */
export function fanOut(
  event: WorldEvent,
  listeners: readonly Listener[],
  { now, alertDelayMs }: { readonly now: number; readonly alertDelayMs: number },
): readonly NewDelivery[] {
  return listenersFor(event, listeners).map((listener) => {
    const delivery = deliveryOf(event, listener);
    return { ...delivery, nextAt: delivery.kind === 'alert' ? now + alertDelayMs : now };
  });
}

/**
 * Deliveries that replay events to one listener immediately. For an event that is not fanned out yet, this is the delivery that `fanOut` would
 * create, so that it is not created twice.
 */
export function replay(
  events: readonly { readonly event: WorldEvent; readonly isFannedOut: boolean }[],
  listener: Listener,
  now: number,
): readonly NewDelivery[] {
  const wanted = events.filter(({ event }) => listenersFor(event, [listener]).length > 0);
  return wanted.map(({ event, isFannedOut }) => {
    const delivery = deliveryOf(event, listener);
    const again = `replay:${event.id}:${listener.id}:${delivery.id}`;
    return { ...delivery, once: isFannedOut ? again : delivery.once, nextAt: now };
  });
}

function deliveryOf(
  { id: eventId, tenant, type, subject }: WorldEvent,
  listener: Listener,
): Omit<NewDelivery, 'nextAt'> {
  return {
    id: `msg_${randomBytes(12).toString('hex')}`,
    tenant,
    kind: listener.kind === 'webhook' ? 'webhook' : 'alert',
    once: `webhook:${eventId}:${listener.id}`,
    target: listener.id,
    subject,
    eventId,
    payload: { event: eventId, type, subject },
  };
}

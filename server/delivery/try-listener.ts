/** Sends a listener what its merchant requests: a test message, or past events again. */
import type { Listener } from '../outbox/delivery.ts';
import { EVENTS_KEPT_MS } from '../outbox/event.ts';
import type { DeliveryStore, EventStore } from '../outbox/outbox-store.ts';
import { testDelivery } from './news.ts';

/** What testing a listener may touch. */
export type TryListenerDeps = {
  readonly store: { readonly deliveries: DeliveryStore; readonly events: EventStore };
  readonly now: () => number;
};

/** Enqueues a test message and returns its id. */
export async function sendTest({ store, now }: TryListenerDeps, listener: Listener): Promise<string> {
  const test = testDelivery(listener, now());
  await store.deliveries.enqueue([test], now());
  return test.id;
}

/** Enqueues the events since then, in epoch milliseconds, as far back as events are kept. Returns how many. */
export function replayEvents({ store, now }: TryListenerDeps, { id }: Listener, since: number): Promise<number> {
  return store.events.replay(id, Math.max(since, now() - EVENTS_KEPT_MS), now());
}

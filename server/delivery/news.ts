/** What a delivery to a listener is about, as far as a machine is told: what, which and where to ask, never who. */
import { randomUUID } from 'node:crypto';
import type { Tenant } from '../merchants/tenant.ts';
import type { Delivery, Listener, NewDelivery } from '../outbox/delivery.ts';
import type { EventType } from '../outbox/event.ts';
import type { EventStore } from '../outbox/outbox-store.ts';

/** The event that a message to a listener tells of; `test` is a trial message that the merchant asked for. `at` is in epoch milliseconds. */
export type News = {
  /** `evt_…`; of a test, the delivery's. The same on every attempt and replay. */
  readonly id: string;
  readonly tenant: Tenant;
  readonly type: EventType | 'test';
  readonly subject: string;
  readonly portalSlug?: string;
  readonly at: number;
};

/** Where a machine that is told finds out more: the API. */
export type LinkOf = (news: News) => string;

/** A listener's address, opened; `secrets` sign what goes to a URL. */
export type OpenedListener =
  | { readonly url: string; readonly secrets: readonly WebhookSecret[] }
  | { readonly address: string };

/** One signing secret of an endpoint. `until` is in epoch milliseconds. */
export type WebhookSecret = {
  /** `whsec_` and base64. */
  readonly secret: string;
  /** Until when it signs beside its successor; the newest has no end. */
  readonly until?: number;
};

/** Decrypts a listener's address and secrets. Rejects with `VaultError` when they were not sealed for that listener. */
export type OpenListener = (listener: Listener) => Promise<OpenedListener>;

/** What kind of thing it is about, as an API names it. */
export function kindOf({ type }: Pick<News, 'type'>): string {
  return type === 'test' ? 'listener' : type.slice(0, type.indexOf('.'));
}

/** What a delivery tells; `undefined` when its event is not kept any more. */
export async function newsOf(
  events: Pick<EventStore, 'get'>,
  { id, tenant, subject, payload, createdAt, eventId }: Delivery,
): Promise<News | undefined> {
  if (payload.type === 'test') return { id, tenant, type: 'test', subject, at: createdAt };
  return eventId === undefined ? undefined : events.get(eventId);
}

/** A message that says only that it arrives, for whoever sets a listener up. */
export function testDelivery({ id, tenant, kind }: Listener, now: number): NewDelivery {
  const unique = randomUUID();
  return {
    ...{ id: `msg_${unique}`, tenant, kind: kind === 'webhook' ? 'webhook' : 'alert', once: `test:${unique}` },
    ...{ target: id, subject: id, payload: { type: 'test' }, nextAt: now },
  };
}

/** What a message to a listener says, as far as a machine may know it: the kind of event, its subject and where to fetch it, but never who. */
import { randomUUID } from 'node:crypto';
import type { Tenant } from '../merchants/tenant.ts';
import type { Delivery, Listener, NewDelivery } from '../outbox/delivery.ts';
import type { EventType } from '../outbox/event.ts';
import type { EventStore } from '../outbox/outbox-store.ts';

/** The event that a message to a listener is about; `test` is a test message that the merchant requested. `at` is in epoch milliseconds. */
export type News = {
  /** `evt_…`, or the delivery's id for a test. It is the same on every attempt and replay. */
  readonly id: string;
  readonly tenant: Tenant;
  readonly type: EventType | 'test';
  readonly subject: string;
  readonly portalSlug?: string;
  readonly at: number;
};

/** Returns the API URL from which a receiver can fetch the details. */
export type LinkOf = (news: News) => string;

/** A listener's decrypted address; `secrets` sign what is sent to a URL. */
export type OpenedListener =
  | { readonly url: string; readonly secrets: readonly WebhookSecret[] }
  | { readonly address: string };

/** One signing secret of an endpoint. `until` is in epoch milliseconds. */
export type WebhookSecret = {
  /** `whsec_` followed by base64. */
  readonly secret: string;
  /** When it stops signing in parallel with its successor; absent for the newest. */
  readonly until?: number;
};

/** Decrypts a listener's address and secrets. Rejects with `VaultError` when they were not sealed for that listener. */
export type OpenListener = (listener: Listener) => Promise<OpenedListener>;

/** The kind of subject, as the API names it. */
export function kindOf({ type }: Pick<News, 'type'>): string {
  return type === 'test' ? 'listener' : type.slice(0, type.indexOf('.'));
}

/** Reads the event of a delivery; `undefined` if it is no longer stored. */
export async function newsOf(
  events: Pick<EventStore, 'get'>,
  { id, tenant, subject, payload, createdAt, eventId }: Delivery,
): Promise<News | undefined> {
  if (payload.type === 'test') return { id, tenant, type: 'test', subject, at: createdAt };
  return eventId === undefined ? undefined : events.get(eventId);
}

/** Creates a test delivery, with which a merchant can try a listener. */
export function testDelivery({ id, tenant, kind }: Listener, now: number): NewDelivery {
  const unique = randomUUID();
  return {
    ...{ id: `msg_${unique}`, tenant, kind: kind === 'webhook' ? 'webhook' : 'alert', once: `test:${unique}` },
    ...{ target: id, subject: id, payload: { type: 'test' }, nextAt: now },
  };
}

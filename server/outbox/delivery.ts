/** Messages to deliver, one for each target, and the listeners that subscribe to events: webhook endpoints and alert channels. */
import type { Tenant } from '../merchants/tenant.ts';
import type { EventType } from './event.ts';

/** How a message travels: a mail to a customer, a webhook to a merchant's endpoint, or an alert to the merchant's team. */
export type DeliveryKind = 'mail' | 'webhook' | 'alert';

/**
 * `pending` is still being tried. `sent` was accepted by the receiver or carrier; `bounced` and `complained` are what a mail's carrier reported
 * afterwards. `failed` was given up. `dropped` is no longer wanted, because its listener was removed or disabled or its address is suppressed.
 */
export type DeliveryState = 'pending' | 'sent' | 'failed' | 'dropped' | 'bounced' | 'complained';

/** A message to enqueue. Times are in epoch milliseconds; `payload` holds what its channel needs to compose the message. */
export type NewDelivery = {
  /** `msg_…`: the idempotency key of a mail. */
  readonly id: string;
  readonly tenant: Tenant;
  readonly kind: DeliveryKind;
  /** The deduplication key: a second delivery with the same key is not created. */
  readonly once: string;
  /** An e-mail address or the id of a listener. Deliveries to one target share a rate limit. */
  readonly target: string;
  /** The id of the invoice, sale or request that the message is about. */
  readonly subject: string;
  /** The event that caused a webhook or an alert; absent for mail. */
  readonly eventId?: string;
  readonly payload: Readonly<Record<string, string>>;
  /** The earliest time of the next attempt. */
  readonly nextAt: number;
};

/** The prefix of a reminder's `once`; the sale's id follows it. */
export const REMINDER_ONCE = 'reminder:';

/** An enqueued message and its progress. All times are in epoch milliseconds. */
export type Delivery = NewDelivery & {
  readonly state: DeliveryState;
  /** How many attempts were made. */
  readonly attempts: number;
  /** The number of the last claim. Only the holder of that claim may settle the delivery. */
  readonly claim: number;
  readonly createdAt: number;
  readonly settledAt?: number;
  /** What went wrong in the last attempt. It never repeats what was sent. */
  readonly reason?: string;
  /** The id that the carrier gave to the mail; later events of the carrier refer to it. */
  readonly receipt?: string;
};

/** One attempt to deliver a message. */
export type DeliveryAttempt = {
  readonly deliveryId: string;
  readonly at: number;
  readonly ms: number;
  readonly outcome: 'sent' | 'retry' | 'failed' | 'dropped';
  /** The HTTP status of the answer, if there was an answer. */
  readonly status?: number;
  readonly reason?: string;
};

/** What a listener is: a webhook endpoint, or one of the three kinds of alert channel. */
export type ListenerKind = 'webhook' | 'mail' | 'slack' | 'teams';

/** A webhook endpoint or alert channel that subscribes to a tenant's events. Its address and secrets are encrypted in `sealed`. */
export type Listener = {
  /** `whe_…` for an endpoint, `alc_…` for a channel. */
  readonly id: string;
  readonly tenant: Tenant;
  readonly kind: ListenerKind;
  readonly name: string;
  readonly events: readonly EventType[];
  /** The portals whose events the listener wants; all of them when absent. */
  readonly portals?: readonly string[];
  /** The address and secrets, encrypted under the merchant's data key. */
  readonly sealed: Uint8Array;
  readonly state: 'enabled' | 'disabled';
  /** Why the listener was disabled: `gone`, `failing` or `by-merchant`. */
  readonly disabledReason?: string;
  /** When it started to fail; absent while deliveries succeed. */
  readonly failingSince?: number;
  readonly createdAt: number;
};

/** Whether a listener is enabled and subscribes to this event. */
export function wants(
  { events, portals, state }: Pick<Listener, 'events' | 'portals' | 'state'>,
  event: { readonly type: EventType; readonly portalSlug?: string },
): boolean {
  if (state !== 'enabled' || !events.includes(event.type)) return false;
  return portals === undefined || event.portalSlug === undefined || portals.includes(event.portalSlug);
}

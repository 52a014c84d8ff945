/** One message on its way to one target, and whoever listens to what happens: webhook endpoints and the team's channels. */
import type { Tenant } from '../merchants/tenant.ts';
import type { EventType } from './event.ts';

/** How a message travels: a mail to a customer, a webhook to a merchant's endpoint, or an alert to the merchant's team. */
export type DeliveryKind = 'mail' | 'webhook' | 'alert';

/**
 * `pending` is still being tried. `sent` was taken by whoever is to deliver it; `bounced` and `complained` are what a mail's carrier
 * said afterwards. `failed` was given up. `dropped` is not wanted any more: its listener is gone or disabled, its address refuses.
 */
export type DeliveryState = 'pending' | 'sent' | 'failed' | 'dropped' | 'bounced' | 'complained';

/** A message to enqueue. Times are in epoch milliseconds; `payload` holds what its channel needs to compose the message. */
export type NewDelivery = {
  /** `msg_…`: the idempotency key of a mail. */
  readonly id: string;
  readonly tenant: Tenant;
  readonly kind: DeliveryKind;
  /** What there is one of: a second delivery with the same is not made. */
  readonly once: string;
  /** An address, or the id of a listener: deliveries to one target are limited together. */
  readonly target: string;
  /** The id of the invoice, sale or request it is about. */
  readonly subject: string;
  /** Of webhooks and alerts. */
  readonly eventId?: string;
  readonly payload: Readonly<Record<string, string>>;
  /** Not before. */
  readonly nextAt: number;
};

/** The `once` of the reminder of a sale is this and the sale's id. */
export const REMINDER_ONCE = 'reminder:';

/** An enqueued message and its progress. All times are in epoch milliseconds. */
export type Delivery = NewDelivery & {
  readonly state: DeliveryState;
  /** How often it was tried. */
  readonly attempts: number;
  /** Whoever claimed it last; only they may settle it. */
  readonly claim: number;
  readonly createdAt: number;
  readonly settledAt?: number;
  /** Of the last attempt: what went wrong, never what was sent. */
  readonly reason?: string;
  /** The carrier's own id for it (Resend's), by which it is spoken of later. */
  readonly receipt?: string;
};

/** One try of a delivery. */
export type DeliveryAttempt = {
  readonly deliveryId: string;
  readonly at: number;
  readonly ms: number;
  readonly outcome: 'sent' | 'retry' | 'failed' | 'dropped';
  /** HTTP status, where there was one. */
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
  /** Portals whose events are wanted; every one when absent. */
  readonly portals?: readonly string[];
  /** Address and secrets, under the merchant's data key. */
  readonly sealed: Uint8Array;
  readonly state: 'enabled' | 'disabled';
  /** Why nobody is told there any more: `gone`, `failing`, `by-merchant`. */
  readonly disabledReason?: string;
  /** Since when nothing has reached it. */
  readonly failingSince?: number;
  readonly createdAt: number;
};

/** Whether a listener wants to hear of it. */
export function wants(
  { events, portals, state }: Pick<Listener, 'events' | 'portals' | 'state'>,
  event: { readonly type: EventType; readonly portalSlug?: string },
): boolean {
  if (state !== 'enabled' || !events.includes(event.type)) return false;
  return portals === undefined || event.portalSlug === undefined || portals.includes(event.portalSlug);
}

/** The port to whatever sends deliveries of one kind: mail, webhooks or alerts. */
import type { Delivery } from '../outbox/delivery.ts';

/** How an attempt ended. A reason never repeats what was sent, and never contains an address. */
export type DeliveryEnd =
  /** Accepted by the receiver or carrier; `receipt` is the carrier's own id. */
  | { readonly kind: 'sent'; readonly status?: number; readonly receipt?: string }
  /** To be retried, but not before `notBefore` if the receiver asked for that. */
  | { readonly kind: 'retry'; readonly reason: string; readonly status?: number; readonly notBefore?: number }
  /** Will never be accepted. */
  | { readonly kind: 'failed'; readonly reason: string; readonly status?: number }
  /** No longer wanted. */
  | { readonly kind: 'dropped'; readonly reason: string }
  /** The endpoint no longer exists: the listener must be disabled. */
  | { readonly kind: 'gone'; readonly reason: string; readonly status?: number };

/** Sends deliveries of one kind. The worker decides what to send and when, and retries by the `DeliveryEnd` that comes back. */
export type Channel = {
  /** Sends one delivery, or several deliveries to one target as one message. It stops when the signal aborts, and does not reject on purpose. */
  deliver(deliveries: readonly Delivery[], signal: AbortSignal): Promise<DeliveryEnd>;
};

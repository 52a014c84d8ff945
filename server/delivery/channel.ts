/** What carries deliveries of one kind: mail, webhooks, the team's alerts. */
import type { Delivery } from '../outbox/delivery.ts';

/** How an attempt ended. A reason never repeats what was sent, nor an address. */
export type DeliveryEnd =
  /** Taken by whoever is to deliver it; `receipt` is the carrier's own id for it. */
  | { readonly kind: 'sent'; readonly status?: number; readonly receipt?: string }
  /** To be tried again; not before then, when the receiver says so. */
  | { readonly kind: 'retry'; readonly reason: string; readonly status?: number; readonly notBefore?: number }
  /** Will never be taken. */
  | { readonly kind: 'failed'; readonly reason: string; readonly status?: number }
  /** Not wanted any more. */
  | { readonly kind: 'dropped'; readonly reason: string }
  /** Nobody listens there any more: the listener is to be disabled. */
  | { readonly kind: 'gone'; readonly reason: string; readonly status?: number };

/** Sends deliveries of one kind. The worker decides what to send and when, and retries by the `DeliveryEnd` that comes back. */
export type Channel = {
  /** Sends one delivery, or several to one target as one message; ends when the signal does, and never rejects by intent. */
  deliver(deliveries: readonly Delivery[], signal: AbortSignal): Promise<DeliveryEnd>;
};

/** The ports to events, listeners, deliveries and suppressed addresses. */

import type { Tenant } from '../merchants/tenant.ts';
import type { Delivery, DeliveryAttempt, DeliveryKind, DeliveryState, Listener, NewDelivery } from './delivery.ts';
import type { WorldEvent } from './event.ts';

/** A retry is at most a day away, and a tenth of one (`delivery/schedule.ts`). A time further ahead was stored by a clock that ran fast. */
export const DELIVERY_FAR_AHEAD_MS = 28 * 3_600_000;

/** Stores events and fans them out into deliveries, one for each listener that subscribes to them. */
export interface EventStore {
  /**
   * Stores an event until `fanOut` has created its deliveries, and afterwards for replays. The stores of invoices, sales and requests write
   * their events in the transaction that causes them; `sale.created` is only written if a listener wants it.
   */
  add(event: WorldEvent): Promise<void>;
  /**
   * Creates the deliveries of the oldest events that have none yet, one for each listener that wants the event, and marks those events. Webhooks
   * are due at once, alerts after `alertDelayMs`. Returns the number of events. Two concurrent calls do not create a delivery twice.
   */
  fanOut(fan: { readonly now: number; readonly limit: number; readonly alertDelayMs: number }): Promise<number>;
  /**
   * Creates new deliveries to one listener, due at once and oldest first, for its tenant's events since `since` that it wants. Returns how many.
   * An event that has not been fanned out yet is not delivered twice.
   */
  replay(listenerId: string, since: number, now: number): Promise<number>;
  get(id: string): Promise<WorldEvent | undefined>;
  /** Deletes events that were fanned out before `before`, and settled deliveries from before then with their attempts. */
  prune(before: number): Promise<void>;
}

/** Stores webhook endpoints and alert channels, and tracks whether they can be reached. */
export interface ListenerStore {
  /** Inserts or replaces by id. Throws when the id is another tenant's. */
  put(listener: Listener): Promise<void>;
  get(id: string): Promise<Listener | undefined>;
  /** Lists a tenant's listeners in order of creation. */
  list(tenant: Tenant): Promise<readonly Listener[]>;
  /** Removes a listener and drops its pending deliveries. */
  remove(tenant: Tenant, id: string, now: number): Promise<'deleted' | 'unknown'>;
  /** Disables a listener and drops its pending deliveries. Only the first of several concurrent calls gets `changed`. */
  disable(id: string, reason: string, now: number): Promise<'changed' | 'unchanged'>;
  /** Records when a run of failures started, unless one is already recorded, and returns the recorded start. `undefined` clears it. */
  noteHealth(id: string, failingSince: number | undefined): Promise<number | undefined>;
}

/** The queue of messages: enqueued once, claimed under a lease, and settled or retried by the holder of the claim. */
export interface DeliveryStore {
  /** Skips deliveries whose `once` exists already. Returns how many were new. */
  enqueue(deliveries: readonly NewDelivery[], now: number): Promise<number>;
  /**
   * Leases pending deliveries of these kinds that are due, the longest due first. It skips the targets in `busy` and takes at most `perTarget`
   * for one target. Nobody else can claim them before `leaseUntil`. Each lease increments `claim`, and only its holder may settle the delivery.
   */
  claim(ask: {
    readonly now: number;
    readonly leaseUntil: number;
    readonly limit: number;
    readonly perTarget: number;
    readonly busy: readonly string[];
    readonly kinds: readonly DeliveryKind[];
  }): Promise<readonly Delivery[]>;
  /** Does the same for everything pending to one target, due or not, because alerts to one channel are sent as one message. */
  claimOf(
    target: string,
    ask: { readonly now: number; readonly leaseUntil: number; readonly limit: number },
  ): Promise<readonly Delivery[]>;
  /**
   * Records the end of an attempt. `retry` makes the delivery pending again from `nextAt` on; any other outcome settles it. Returns `stale` and
   * changes nothing if someone else has claimed it since, if its lease was voided, or if it is settled already.
   */
  settle(
    delivery: Pick<Delivery, 'id' | 'claim'>,
    end: {
      readonly outcome: DeliveryAttempt['outcome'];
      readonly nextAt?: number;
      readonly status?: number;
      readonly reason?: string;
      readonly receipt?: string;
      readonly ms: number;
      readonly now: number;
    },
  ): Promise<'settled' | 'stale'>;
  /**
   * Records what a carrier reports about a mail after sending it, by the carrier's own id. The last report wins. Returns the delivery, if the
   * tenant has one of that id.
   */
  noteReceipt(
    tenant: Tenant,
    receipt: string,
    state: Extract<DeliveryState, 'bounced' | 'complained'>,
    now: number,
  ): Promise<Delivery | undefined>;
  /** Voids all leases. Only for a single node at startup, when no lease holder can still be alive. */
  voidLeases(): Promise<void>;
  get(id: string): Promise<Delivery | undefined>;
  /** Lists deliveries, newest first. `before` is the id of the last one on the previous page. */
  list(
    tenant: Tenant,
    page: {
      readonly limit: number;
      readonly before?: string;
      readonly target?: string;
      readonly subject?: string;
      readonly kind?: DeliveryKind;
    },
  ): Promise<readonly Delivery[]>;
  /** Lists the attempts of a delivery, oldest first. */
  attemptsOf(deliveryId: string): Promise<readonly DeliveryAttempt[]>;
}

/** Why an address is suppressed. */
export type SuppressionReason = 'bounced' | 'complained' | 'unsubscribed';

/** Stores suppressed addresses, identified only by a keyed hash. */
export interface AddressStore {
  /** Suppresses an address. The last reason replaces the one before, except that `unsubscribed` never replaces `bounced` or `complained`. */
  suppress(tenant: Tenant, hash: string, reason: SuppressionReason, now: number): Promise<void>;
  suppressed(tenant: Tenant, hash: string): Promise<SuppressionReason | undefined>;
  allow(tenant: Tenant, hash: string): Promise<void>;
}

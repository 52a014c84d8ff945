/** The ports to what is told to the world: events, who listens, and every message on its way. */

import type { Tenant } from '../merchants/tenant.ts';
import type { Delivery, DeliveryAttempt, DeliveryKind, DeliveryState, Listener, NewDelivery } from './delivery.ts';
import type { WorldEvent } from './event.ts';

/** Stores events and fans them out into deliveries, one for each listener that subscribes to them. */
export interface EventStore {
  /**
   * Keeps it until `fanOut` has made its deliveries, and then for replays. Events of invoices, sales and requests are written with
   * what causes them, in the same transaction, by their own stores; `sale.created` only where somebody listens.
   */
  add(event: WorldEvent): Promise<void>;
  /**
   * Makes the deliveries of the oldest events that have none yet, one for each listener that wants it, and marks them; webhooks at
   * once, alerts after `alertDelayMs`. Answers how many events that were; two processes at once make each delivery once.
   */
  fanOut(fan: { readonly now: number; readonly limit: number; readonly alertDelayMs: number }): Promise<number>;
  /**
   * Makes new deliveries, due at once, to one listener of its tenant's events since then that it wants, oldest first.
   * Answers how many. An event that is still to be fanned out is not delivered twice for it.
   */
  replay(listenerId: string, since: number, now: number): Promise<number>;
  get(id: string): Promise<WorldEvent | undefined>;
  /** Drops events that were fanned out, and settled deliveries with their attempts, from before then. */
  prune(before: number): Promise<void>;
}

/** Stores webhook endpoints and alert channels, and tracks whether they can be reached. */
export interface ListenerStore {
  /** Inserts or replaces by id. Throws when the id is another tenant's. */
  put(listener: Listener): Promise<void>;
  get(id: string): Promise<Listener | undefined>;
  /** In order of creation. */
  list(tenant: Tenant): Promise<readonly Listener[]>;
  /** What is pending to it is dropped. */
  remove(tenant: Tenant, id: string, now: number): Promise<'deleted' | 'unknown'>;
  /** What is pending to it is dropped; `changed` only for whoever is first. */
  disable(id: string, reason: string, now: number): Promise<'changed' | 'unchanged'>;
  /** Dates the first failure in a row, and answers since when it fails; `undefined` forgets them. */
  noteHealth(id: string, failingSince: number | undefined): Promise<number | undefined>;
}

/** The queue of messages: enqueued once, claimed under a lease, and settled or retried by whoever holds the claim. */
export interface DeliveryStore {
  /** Those whose `once` is there already are left out; answers how many were new. */
  enqueue(deliveries: readonly NewDelivery[], now: number): Promise<number>;
  /**
   * Leases pending deliveries of these kinds whose time has come, the longest due first, skipping targets in `busy`; at most
   * `perTarget` of one target. Nobody else gets them before `leaseUntil`, and `claim` is raised: only who holds it may settle.
   */
  claim(ask: {
    readonly now: number;
    readonly leaseUntil: number;
    readonly limit: number;
    readonly perTarget: number;
    readonly busy: readonly string[];
    readonly kinds: readonly DeliveryKind[];
  }): Promise<readonly Delivery[]>;
  /** The same for what is pending to one target, due or not: alerts are told together. */
  claimOf(
    target: string,
    ask: { readonly now: number; readonly leaseUntil: number; readonly limit: number },
  ): Promise<readonly Delivery[]>;
  /**
   * Ends an attempt, counts it and writes it down: `retry` is pending again from `nextAt` on; anything else is settled.
   * Ignored (`stale`) when somebody claimed it since, its lease was voided, or it is settled: a claim settles once.
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
  /** What a mail's carrier says afterwards, by its own id; the last word stands. Answers the delivery, once it is known. */
  noteReceipt(
    receipt: string,
    state: Extract<DeliveryState, 'bounced' | 'complained'>,
    now: number,
  ): Promise<Delivery | undefined>;
  /** On a single node, at start: whoever held a lease is dead. */
  voidLeases(): Promise<void>;
  get(id: string): Promise<Delivery | undefined>;
  /** Newest first; before the cursor (an id of the last page) when given. */
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
  /** Oldest first. */
  attemptsOf(deliveryId: string): Promise<readonly DeliveryAttempt[]>;
}

/** Why an address gets no mail. */
export type SuppressionReason = 'bounced' | 'complained' | 'unsubscribed';

/** Addresses that do not want mail, or cannot get any: known by a keyed hash alone. */
export interface AddressStore {
  /** The last reason stands; `unsubscribed` only where there is none: what bounced or complained stays so. */
  suppress(tenant: Tenant, hash: string, reason: SuppressionReason, now: number): Promise<void>;
  suppressed(tenant: Tenant, hash: string): Promise<SuppressionReason | undefined>;
  allow(tenant: Tenant, hash: string): Promise<void>;
}

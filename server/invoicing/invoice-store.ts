/** The port to invoices: the phases of stamping (README of this folder), each durable before the next step is taken, and reading. */

import type { BranchLimit } from '../merchants/branch-limit.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Delivery, NewDelivery } from '../outbox/delivery.ts';
import type { WorldEvent } from '../outbox/event.ts';
import type { Claim, InvoiceKind } from './claim.ts';
import type { Invoice, InvoiceState, SealedDocument } from './invoice.ts';

/** Search criteria for invoices; times are epoch milliseconds of their creation. */
export type InvoiceQuery = {
  readonly kind?: InvoiceKind;
  readonly states?: readonly InvoiceState[];
  readonly portal?: string;
  /** The code of the branch that sold. */
  readonly branch?: string;
  /** Only those of sales within these branches. */
  readonly within?: BranchLimit;
  readonly rfc?: string;
  readonly serie?: string;
  readonly folio?: number;
  /** The id of one of its sales. */
  readonly sale?: string;
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  readonly limit: number;
  /** The id of the last one seen. */
  readonly after?: string;
};

/** Storage of invoices. It guarantees that a sale has at most one live invoice and that no state is lost in a crash. */
export interface InvoiceStore {
  /**
   * Takes the sales, under a unique index, and numbers the attempt. `taken` returns the invoice that came first: the one that holds one of
   * the sales, succeeds the same invoice, credited a refund of a sale that was to pass over, or was issued for the same `once`. `not-held`
   * returns the invoice to be succeeded if it is not stamped or no longer holds every sale, or, for a correction, if it is being cancelled or
   * a nota de crédito relates to it. Throws on no sale, a repeated one or one that is not this tenant's.
   */
  claim(tenant: Tenant, claim: Claim): Promise<Claimed>;
  /**
   * `claimed` → `sealed`, or seals again one that was never sent and was sealed at least an hour ago. Returns the current invoice: if
   * another process was first, its seal stands.
   */
  seal(id: string, sealed: SealedDocument): Promise<Invoice>;
  /**
   * Pins the PAC, raises the fence and takes the lease, before the first byte is sent; send `invoice.sealed` of the result. `busy` while
   * another process holds the lease, `full` if `atMost` other invoices of the same world are being sent to that PAC. Taking over an
   * unanswered send sets `inDoubtSince`, because it may have arrived. Throws if nothing is sealed, or if the invoice may be stamped at
   * another PAC.
   */
  intent(
    id: string,
    intent: { readonly pacId: string; readonly leaseUntil: number; readonly now: number; readonly atMost: number },
  ): Promise<{ readonly kind: 'sending' | 'busy' | 'full' | 'settled'; readonly invoice: Invoice }>;
  /**
   * Records an indefinite answer: the same bytes are sent again from `nextAt` on. With `sent: false` the invoice is `sealed` again and the
   * send not counted, unless it was in doubt before. Ignored for an old fence or a settled invoice. Stores `events` too, each id once.
   */
  doubt(
    id: string,
    doubt: {
      readonly fence: number;
      readonly reason: string;
      readonly nextAt: number;
      readonly now: number;
      readonly sent: boolean;
    },
    events?: readonly WorldEvent[],
  ): Promise<Invoice>;
  /**
   * Records the timbre, the sales' new state, deliveries, events, follow-up claims and the request to cancel the corrected invoice, in one
   * transaction. Any fence may record; a second UUID only adds to `callsOf` and is reported. After a refusal it takes the sales back.
   * Throws if the sales are held by an invoice other than the expected one.
   */
  record(
    id: string,
    stamped: { readonly uuid: string; readonly xml: string; readonly at: number },
    deliveries: readonly NewDelivery[],
    events: readonly WorldEvent[],
  ): Promise<{ readonly kind: 'recorded' | 'same' | 'different-uuid'; readonly invoice: Invoice }>;
  /**
   * Records a definite refusal: the sales are free again, in the next generation, and keep the serie-folio for the next attempt. Ignored
   * for an old fence, an invoice in doubt or a settled one. Stores `events` too, each id once.
   */
  reject(
    id: string,
    refusal: {
      readonly fence: number;
      readonly code: string;
      readonly satCode?: string;
      readonly message: string;
      readonly now: number;
    },
    events?: readonly WorldEvent[],
  ): Promise<Invoice>;
  /**
   * A definite refusal that is a clock's fault: `claimed` again, in the next generation, not before `nextAt`. The sales stay taken. Ignored
   * for an old fence, an invoice in doubt or a settled one.
   */
  reclaim(
    id: string,
    refusal: {
      readonly fence: number;
      readonly code: string;
      readonly satCode?: string;
      readonly nextAt: number;
      readonly now: number;
    },
  ): Promise<Invoice>;
  /** Postpones an unsettled invoice to `nextAt`, because its PAC is paused. Changes nothing else. */
  postpone(id: string, nextAt: number): Promise<Invoice>;
  /** Leaves the invoice to a person; the sales stay locked. */
  reconcile(id: string, reason: string, now: number): Promise<Invoice>;
  /**
   * → `rejected`, from `reconcile` or if it was never sent: it was never stamped, and `evidence` says how that is known. Frees the sales as
   * after a refusal. Ignored in any other state. Stores `events` too, each id once.
   */
  release(
    id: string,
    release: { readonly evidence: string; readonly now: number },
    events?: readonly WorldEvent[],
  ): Promise<Invoice>;
  get(id: string): Promise<Invoice | undefined>;
  /** A tenant's invoice with this folio fiscal, in either case. */
  byUuid(tenant: Tenant, uuid: string): Promise<Invoice | undefined>;
  /**
   * The PAC is back: makes everything that waits for it, pinned to it or to none, due `now`, for one merchant or all. Invoices being sent
   * are not changed. Returns how many were waiting.
   */
  wake(
    pac: { readonly pacId: string; readonly world: Tenant['world']; readonly merchantId?: string },
    now: number,
  ): Promise<number>;
  /** Unsettled invoices that are due and not leased. A `nextAt` further ahead than any of our waits counts as due (`far-ahead.ts`). */
  due(now: number, limit: number): Promise<readonly Invoice[]>;
  /** For the start of a single node: releases all leases, whose holders are dead, and limits every back-off to half a second. */
  voidLeases(now: number): Promise<void>;
  /**
   * Makes the work of servers that have been dead for three seconds due at once: stamps and cancellations as unanswered calls, and
   * deliveries. A server that hangs, or that never called `takeOver`, counts as alive until its leases expire. Returns how many servers
   * were freed.
   */
  freeDeadLeases(): Promise<number>;
  list(tenant: Tenant, page: { readonly limit: number; readonly before?: string }): Promise<readonly Invoice[]>;
  /**
   * A tenant's invoices that meet every criterion given, newest first, from the one after `after` on. An `after` that is not this
   * tenant's finds nothing.
   */
  find(tenant: Tenant, query: InvoiceQuery): Promise<readonly Invoice[]>;
  /**
   * Counts stamped invoices of sales, canceled or not, by the hour in which they were requested, in a span of epoch milliseconds, `to`
   * exclusive. `hour` is hours since the epoch; hours without any are omitted.
   */
  countByHour(
    tenant: Tenant,
    span: { readonly from: number; readonly to: number; readonly within?: BranchLimit | undefined },
  ): Promise<readonly { readonly hour: number; readonly count: number }[]>;
  /** Adds a delivery about a stamped invoice, its `subject`, unless one with the same `once` exists. Throws if it is not stamped. */
  enqueue(delivery: NewDelivery, now: number): Promise<'queued' | 'already'>;
  /** Every past and pending delivery about it, oldest first. */
  outboxOf(invoiceId: string): Promise<readonly Delivery[]>;
  /** The calls to PACs for an invoice and how each ended, oldest first. */
  callsOf(invoiceId: string): Promise<readonly PacCall[]>;
  /**
   * Deletes older calls that settled nothing (`doubt`, `not-sent`, and their `intent` unless it is the last one) of stamped or refused
   * invoices. Calls of unsettled invoices, of those that a person decided and of those with a second UUID are all kept. Deletes at most
   * `limit` unanswered calls and returns how many.
   */
  pruneCalls(before: number, limit: number): Promise<number>;
}

/** One entry in the history of an invoice's calls to its PAC. Entries are only added, and pruned once they prove nothing. */
export type PacCall = {
  readonly kind: 'intent' | 'doubt' | 'not-sent' | 'stamped' | 'different-uuid' | 'rejected' | 'reconcile' | 'released';
  readonly fence: number;
  readonly at: number;
  /** Hex SHA-256 of the bytes an `intent` was about to send. */
  readonly sha256?: string;
  readonly reason?: string;
};

/** What `claim` answers. */
export type Claimed = { readonly kind: 'claimed' | 'taken' | 'not-held'; readonly invoice: Invoice };

/** The port to invoices: the phases of stamping (README of this folder), each durable before the next step is taken, and reading. */

import type { Tenant } from '../merchants/tenant.ts';
import type { Delivery, NewDelivery } from '../outbox/delivery.ts';
import type { WorldEvent } from '../outbox/event.ts';
import type { Claim, InvoiceKind } from './claim.ts';
import type { Invoice, InvoiceState, SealedDocument } from './invoice.ts';

/** What invoices are looked for by; times are epoch milliseconds of their creation. */
export type InvoiceQuery = {
  readonly kind?: InvoiceKind;
  readonly states?: readonly InvoiceState[];
  readonly portal?: string;
  /** The code of the branch that sold. */
  readonly branch?: string;
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
   * Takes what the claim holds, under a unique index, and numbers the attempt. `taken` answers the invoice that was first: the one that holds
   * one of the sales, succeeds the same invoice, or was issued for the same `once`. `not-held` answers the invoice that was to be succeeded
   * and is not stamped, or no longer holds every sale; one that was to be corrected also when it is being cancelled or a nota de crédito
   * relates to it. Throws on no sale, a repeated one or one that is not this tenant's.
   */
  claim(tenant: Tenant, claim: Claim): Promise<Claimed>;
  /**
   * `claimed` → `sealed`, or seals anew one that was never sent and was sealed an hour or more before. Answers the invoice as it
   * is now: another process may have been first, and its seal stands.
   */
  seal(id: string, sealed: SealedDocument): Promise<Invoice>;
  /**
   * Pins the PAC, raises the fence and takes the lease, before the first byte is sent; what is to be sent is `invoice.sealed` of the
   * answer. `busy` while another holds the lease. Taking over a send that nobody answered sets `inDoubtSince`: it may have arrived.
   * `full` when `atMost` other invoices are out at that PAC, under a lease, in the same world. Throws when nothing is sealed, and
   * when it may be stamped at another PAC than `pacId`.
   */
  intent(
    id: string,
    intent: { readonly pacId: string; readonly leaseUntil: number; readonly now: number; readonly atMost: number },
  ): Promise<{ readonly kind: 'sending' | 'busy' | 'full' | 'settled'; readonly invoice: Invoice }>;
  /**
   * Not a definite yes or no: to be sent again, the same bytes, from `nextAt` on. With `sent: false` it is `sealed` again and the
   * send uncounted, unless it was in doubt before. Ignored for an old fence or a settled invoice. `events` are kept with it, each
   * id once.
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
   * The timbre, the sales' new state, the deliveries, the events, the claims that follow and the request to cancel what it corrects, in one transaction. Any fence may record; another
   * UUID changes nothing but `callsOf` and is answered. After a refusal it takes the sales back. Throws when the sales are held by another
   * invoice than they were to come from.
   */
  record(
    id: string,
    stamped: { readonly uuid: string; readonly xml: string; readonly at: number },
    deliveries: readonly NewDelivery[],
    events: readonly WorldEvent[],
  ): Promise<{ readonly kind: 'recorded' | 'same' | 'different-uuid'; readonly invoice: Invoice }>;
  /**
   * A definite refusal: the sales are free again, in the generation after the invoice's, and keep its serie-folio for the next
   * attempt. Ignored for an old fence, an invoice in doubt or a settled one. `events` are kept with it, each id once.
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
  /** Not before `nextAt`: its PAC is resting. Nothing else changes, and nothing at all when it is settled. */
  postpone(id: string, nextAt: number): Promise<Invoice>;
  /** Cannot be decided by machine: the sales stay locked. */
  reconcile(id: string, reason: string, now: number): Promise<Invoice>;
  /**
   * `reconcile` → `rejected`: somebody has proven that it was never stamped, and `evidence` says how. The sales are free again, as after a
   * refusal. Ignored in any other state. `events` are kept with it, each id once.
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
   * Whatever waits for this PAC, pinned to it or to none, of one merchant or of all, is due `now`: the PAC is back. What is being sent is
   * left alone. Answers how many waited.
   */
  wake(
    pac: { readonly pacId: string; readonly world: Tenant['world']; readonly merchantId?: string },
    now: number,
  ): Promise<number>;
  /** Unsettled invoices whose `nextAt` has come and whose lease is free or over; a time beyond any wait of ours counts as come. */
  due(now: number, limit: number): Promise<readonly Invoice[]>;
  /** On a single node, at start: whoever held a lease is dead, and no backoff is longer than half a second from now. */
  voidLeases(now: number): Promise<void>;
  /**
   * What servers that have been dead for three seconds were at is due at once: stamps and cancellations as calls that nobody answered, and
   * deliveries. A server that hangs is alive, and so is one whose store was never told to `takeOver`: their leases are waited out. Answers how many it freed.
   */
  freeDeadLeases(): Promise<number>;
  list(tenant: Tenant, page: { readonly limit: number; readonly before?: string }): Promise<readonly Invoice[]>;
  /**
   * A tenant's invoices that meet every criterion given, newest first, from the one after `after` on. An `after` that is not this
   * tenant's finds nothing.
   */
  find(tenant: Tenant, query: InvoiceQuery): Promise<readonly Invoice[]>;
  /**
   * How many CFDI of sales were asked for in each hour of a span of epoch milliseconds, `to` exclusive; `hour` counts them since the epoch, and
   * hours without any are left out. Stamped ones, canceled or not.
   */
  countByHour(
    tenant: Tenant,
    span: { readonly from: number; readonly to: number },
  ): Promise<readonly { readonly hour: number; readonly count: number }[]>;
  /** Adds a delivery about a stamped invoice, its `subject`; the same `once` is there once. Throws when it is not stamped. */
  enqueue(delivery: NewDelivery, now: number): Promise<'queued' | 'already'>;
  /** What was or will be told of it, oldest first. */
  outboxOf(invoiceId: string): Promise<readonly Delivery[]>;
  /** What was sent for an invoice and how each send ended, oldest first. */
  callsOf(invoiceId: string): Promise<readonly PacCall[]>;
  /**
   * Forgets calls of before then that settled nothing (`doubt`, `not-sent`, and their `intent` unless it is the last one), of invoices that are
   * stamped or refused. Kept whole is the account of an invoice that a person had to decide or that has a second UUID, and of any that is
   * not settled. At most `limit` calls without an answer at a time; answers how many those were.
   */
  pruneCalls(before: number, limit: number): Promise<number>;
}

/** One line of the account of an invoice's dealings with its PAC, which is added to, and pruned of what proves nothing any more. */
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

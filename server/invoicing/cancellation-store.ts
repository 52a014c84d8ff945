/** The port to cancellations: as with the phases of stamping, each step is durable before the next begins. */
import type { Tenant } from '../merchants/tenant.ts';
import type { NewDelivery } from '../outbox/delivery.ts';
import type { WorldEvent } from '../outbox/event.ts';
import type { Cancellation, CancellationFact, HowCanceled } from './cancellation.ts';

/** The request to store. */
export type NewCancellation = Pick<
  Cancellation,
  'id' | 'tenant' | 'invoiceId' | 'motivo' | 'requestedBy' | 'acceptanceNeeded'
> &
  Partial<Pick<Cancellation, 'substitute' | 'acceptanceUntil' | 'afterRejection'>> & {
    /** The SAT has a request for it, made elsewhere. */
    readonly isKnownToSat?: boolean;
    readonly now: number;
  };

/**
 * Something learned about a cancellation. The SAT's status counts with any fence; an answer to a call counts only with that call's fence.
 */
export type Learned = {
  readonly on: Exclude<CancellationFact, 'call' | 'sat-canceled'>;
  readonly fence: number;
  readonly now: number;
  readonly nextAt: number;
  /** Why, or the code and words of a refusal. */
  readonly reason?: string;
  readonly refusal?: NonNullable<Cancellation['refusal']>;
  /** The acuse. */
  readonly document?: string;
};

/** One entry of a cancellation's history. */
export type CancellationStep = {
  readonly kind: CancellationFact | 'requested';
  readonly fence: number;
  readonly at: number;
  readonly reason?: string;
  /** The signed request of a `call` that carried one, the acuse of a `taken`. */
  readonly document?: string;
};

/** Storage of cancellations. An invoice has at most one open cancellation, however many callers ask at once. */
export interface CancellationStore {
  /**
   * Stores a request, or returns the invoice's open one if there is one. `succeeded` while another invoice is about to take over its sales,
   * `credited` while a nota de crédito in force or on its way relates to it: the SAT does not cancel it before that one.
   * Throws when the invoice is not stamped.
   */
  request(wanted: NewCancellation): Promise<CancellationKept>;
  /**
   * Raises the fence and takes the lease, before the first byte of `document` is sent. `busy` while another process holds the lease,
   * `settled` if there is nothing left to call for. Taking over an unanswered call puts the cancellation in doubt.
   */
  call(
    id: string,
    call: {
      readonly pacId: string;
      readonly document?: string;
      readonly leaseUntil: number;
      readonly now: number;
    },
  ): Promise<{ readonly kind: 'calling' | 'busy' | 'settled'; readonly cancellation: Cancellation }>;
  /**
   * Applies the move that `CANCELLATION_MOVES` defines; without one, nothing changes. A refusal after a doubt is recorded as another doubt.
   */
  learn(id: string, learned: Learned, events?: readonly WorldEvent[]): Promise<Cancellation>;
  /** Records that the SAT was asked and nothing changed; the next look is due at `nextAt`. */
  looked(id: string, nextAt: number): Promise<Cancellation>;
  /**
   * The SAT says Estado Cancelado: marks the invoice `canceled`, frees its sales for the next generation, returns the refund of a nota de
   * crédito to the merchant and stores deliveries and events, in one transaction. Idempotent.
   */
  cancel(
    id: string,
    canceled: { readonly how?: HowCanceled; readonly now: number },
    deliveries: readonly NewDelivery[],
    events: readonly WorldEvent[],
  ): Promise<Cancellation>;
  get(id: string): Promise<Cancellation | undefined>;
  /** The cancellations of an invoice, newest first. */
  ofInvoice(tenant: Tenant, invoiceId: string): Promise<readonly Cancellation[]>;
  stepsOf(id: string): Promise<readonly CancellationStep[]>;
  /** Whether a nota de crédito in force or on its way relates to the invoice, so that `request` would be `credited`. */
  isCredited(invoiceId: string): Promise<boolean>;
  /** Open cancellations that are due and not leased. A `nextAt` further ahead than any of our waits counts as due (`far-ahead.ts`). */
  due(now: number, limit: number): Promise<readonly Cancellation[]>;
  /** For the start of a single node: releases all leases, whose holders are dead, and makes every open cancellation due. */
  voidLeases(): Promise<void>;
}

/** What `request` answers. */
export type CancellationKept =
  | { readonly kind: 'requested' | 'open'; readonly cancellation: Cancellation }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'credited' };

/** The port to cancellations: like the phases of stamping, each step is durable before the next is taken. */
import type { Tenant } from '../merchants/tenant.ts';
import type { NewDelivery } from '../outbox/delivery.ts';
import type { WorldEvent } from '../outbox/event.ts';
import type { Cancellation, CancellationFact, HowCanceled } from './cancellation.ts';

/** What is asked for. */
export type NewCancellation = Pick<
  Cancellation,
  'id' | 'tenant' | 'invoiceId' | 'motivo' | 'requestedBy' | 'acceptanceNeeded'
> &
  Partial<Pick<Cancellation, 'substitute' | 'acceptanceUntil' | 'afterRejection'>> & { readonly now: number };

/** What was learned of one. Of the SAT's status any fence may tell; an answer to a call counts for the call's own fence. */
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

/** One line of a cancellation's account. */
export type CancellationStep = {
  readonly kind: CancellationFact | 'requested';
  readonly fence: number;
  readonly at: number;
  readonly reason?: string;
  /** The signed request of a `call` that carried one, the acuse of a `taken`. */
  readonly document?: string;
};

export interface CancellationStore {
  /**
   * Keeps a request, unless one of that invoice is open: then that one is answered. `succeeded` while another invoice is on its way to take its
   * sales over. Throws when the invoice is not stamped.
   */
  request(wanted: NewCancellation): Promise<CancellationKept>;
  /**
   * Raises the fence and takes the lease, before the first byte is sent; `document` is what will be. `busy` while another holds the lease,
   * `settled` when there is nothing to call for any more. Taking over a call that nobody answered puts it in doubt.
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
  /** Moves it as `CANCELLATION_MOVES` say; ignored where there is no move. A refusal after a doubt is kept as one more doubt. */
  learn(id: string, learned: Learned, events?: readonly WorldEvent[]): Promise<Cancellation>;
  /** The SAT was asked, and nothing changed: not before `nextAt` again. */
  looked(id: string, nextAt: number): Promise<Cancellation>;
  /**
   * The SAT says Estado Cancelado: the invoice is `canceled`, its sales are free in the next generation, deliveries and events are kept, all in
   * one transaction. Repeating it changes nothing.
   */
  cancel(
    id: string,
    canceled: { readonly how?: HowCanceled; readonly now: number },
    deliveries: readonly NewDelivery[],
    events: readonly WorldEvent[],
  ): Promise<Cancellation>;
  get(id: string): Promise<Cancellation | undefined>;
  /** Those of an invoice, newest first. */
  ofInvoice(tenant: Tenant, invoiceId: string): Promise<readonly Cancellation[]>;
  stepsOf(id: string): Promise<readonly CancellationStep[]>;
  /** Open ones whose `nextAt` has come and whose lease is free or over; a time beyond any wait of ours counts as come. */
  due(now: number, limit: number): Promise<readonly Cancellation[]>;
  /** On a single node, at start: whoever held a lease is dead, and every open one is due. */
  voidLeases(): Promise<void>;
}

/** What `request` answers. */
export type CancellationKept =
  | { readonly kind: 'requested' | 'open'; readonly cancellation: Cancellation }
  | { readonly kind: 'succeeded' };

/** The port to the requests that customers leave when a sale cannot be invoiced at once. The README has their states and moves. */
import type { BranchLimit } from '../merchants/branch-limit.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Fault, Language, ProblemCode } from '../problems/problem.ts';

/** Why a request could not be invoiced: what the merchant or the customer has to correct. */
export type Hindrance = {
  /** A problem's code, or one of a request's own: `several-sales`, `rival-requests`, `weak-lookup`. */
  readonly code: ProblemCode | 'several-sales' | 'rival-requests' | 'weak-lookup';
  readonly faults?: readonly Fault[];
  readonly params?: Readonly<Record<string, string>>;
};

/** What was asked for, as the customer left it. */
type Asked = {
  readonly id: string;
  readonly tenant: Tenant;
  readonly portalSlug: string;
  /** Every sale that it is about; empty while they have not arrived. */
  readonly saleIds: readonly string[];
  /** The same for all requests of one portal about the same sales, or about the same search. */
  readonly purchaseKey: string;
  /** What the customer searched by, if the sale had not arrived yet. */
  readonly lookup: Readonly<Record<string, string>>;
  readonly receptor: Readonly<Record<string, string>>;
  readonly email?: string;
  /** The customer's language; es-MX when absent. */
  readonly language?: Language;
  readonly reason: string;
  /** The id of the invoice to correct, if the request asks for a correction. */
  readonly corrects?: string;
  readonly createdAt: number;
};

/** Who decided, and when. `by` is `automatic`, or names the merchant's key, person or command. */
type Settled = { readonly by: string; readonly at: number };

/**
 * The state of a request. Only `declined` is final: an `expired` one can still be answered, and an `accepted` one opens again if its
 * invoice is refused.
 */
export type RequestState =
  | { readonly status: 'open'; readonly waitsFor: 'sale'; readonly expiresAt: number }
  | {
      readonly status: 'open';
      readonly waitsFor: 'merchant';
      readonly hindrance?: Hindrance;
      /** Absent for requests from before merchants' answers had a deadline. */
      readonly expiresAt?: number;
    }
  /** `invoiceId` is absent only until the invoice has been claimed. */
  | { readonly status: 'accepted'; readonly invoiceId?: string; readonly settled: Settled }
  | { readonly status: 'declined'; readonly answer: string; readonly settled: Settled }
  | { readonly status: 'expired'; readonly waitedFor: 'sale' | 'merchant'; readonly settled: Settled };

/** A request for what could not be stamped at once, kept until the sale, the merchant or time resolves it. */
export type InvoiceRequest = Asked & RequestState;

/** Only the status, for filtering. */
export type RequestStatus = RequestState['status'];

/** The stored request; `known` when the same request had been left before. */
export type RequestKept = { readonly kind: 'created' | 'known'; readonly request: InvoiceRequest };

/** A move of a request. One that its state does not allow changes nothing. */
export type RequestStep =
  /** `open` → waits for the merchant; `saleIds` if they are known by now. */
  | {
      readonly kind: 'ask-merchant';
      readonly hindrance: Hindrance;
      readonly saleIds?: readonly string[];
      readonly lookAt: number;
      readonly expiresAt?: number;
    }
  /** `open` or `expired` → `accepted`, before anything is claimed, so that no other answer comes between. */
  | {
      readonly kind: 'accept';
      readonly saleIds: readonly string[];
      readonly by: string;
      readonly at: number;
      readonly lookAt: number;
    }
  /** `accepted` → `open`: the invoice was refused, and the merchant is asked. */
  | { readonly kind: 'reopen'; readonly hindrance: Hindrance; readonly lookAt: number; readonly expiresAt?: number }
  /** `accepted`: its invoice is claimed. */
  | { readonly kind: 'invoice'; readonly invoiceId: string; readonly lookAt: number }
  /** `accepted`: its invoice is stamped, and there is nothing left to watch. Raises `request.accepted`. */
  | { readonly kind: 'finish'; readonly at: number }
  /** `open` or `expired` → `declined`. Raises `request.declined` and mails the customer. */
  | { readonly kind: 'decline'; readonly answer: string; readonly by: string; readonly at: number }
  /** `open` → `expired`, whatever it waits for. Raises `request.expired` and mails the customer. */
  | { readonly kind: 'expire'; readonly at: number };

/** One page of a merchant's requests. Absent filters match everything. */
export type RequestQuery = {
  readonly status?: RequestStatus;
  /** For open requests: what they wait for. */
  readonly waitsFor?: 'sale' | 'merchant';
  /** Only those that name sales, all within these branches. */
  readonly within?: BranchLimit;
  readonly limit: number;
  /** The id of the last one seen. */
  readonly after?: string;
};

/** Storage of requests. Every method is one durable transaction. */
export interface RequestStore {
  /**
   * Inserts it with an event `request.created`, or returns the existing one with this id; of two concurrent calls, one inserts. `waitKey`
   * is how an arriving sale finds it. Throws when the id is another tenant's.
   */
  keep(request: InvoiceRequest, waitKey?: string): Promise<RequestKept>;
  get(id: string): Promise<InvoiceRequest | undefined>;
  /** Lists the requests about one purchase, oldest first. */
  listAbout(tenant: Tenant, purchaseKey: string, limit: number): Promise<readonly InvoiceRequest[]>;
  /** Lists the requests that name a sale, oldest first. */
  listOfSale(tenant: Tenant, saleId: string, limit: number): Promise<readonly InvoiceRequest[]>;
  /** Newest first, from the one after `after` on. An `after` that is not this tenant's finds nothing. */
  list(tenant: Tenant, query: RequestQuery): Promise<readonly InvoiceRequest[]>;
  /** Counts the open requests that wait for their merchant. */
  countForMerchant(tenant: Tenant, within?: BranchLimit): Promise<number>;
  /** Lists the requests that wait for a sale under one of these keys (`sales/awaited.ts`), oldest first. */
  listAwaiting(tenant: Tenant, waitKeys: readonly string[], limit: number): Promise<readonly InvoiceRequest[]>;
  /** Counts the requests of this receptor that wait for sales. */
  countAwaiting(tenant: Tenant, rfc: string): Promise<number>;
  /**
   * Takes requests that are due, the longest due first; nobody else gets them before `until`. Storing a sale makes the requests that may
   * wait for it due at once, in the same transaction.
   */
  takeDue(ask: {
    readonly now: number;
    readonly until: number;
    readonly limit: number;
  }): Promise<readonly InvoiceRequest[]>;
  /** Postpones a request for which nothing could be done; while it waits for its sale, arrivals find it by `waitKey`. */
  postpone(id: string, later: { readonly lookAt: number; readonly waitKey?: string }): Promise<void>;
  /**
   * Takes a step in one transaction, with its event and mail. Returns the current request; `taken` is true only for the caller whose step
   * it was.
   */
  move(
    id: string,
    step: RequestStep,
  ): Promise<{ readonly kind: 'taken' | 'not-allowed'; readonly request: InvoiceRequest }>;
}

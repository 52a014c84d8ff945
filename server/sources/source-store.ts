/** The port to sources, the events and facts that they sent, and what was made of each sale. */

import type { Tenant } from '../merchants/tenant.ts';
import type { Fault } from '../problems/problem.ts';
import type { NewSale, PutSale, UnstoredSale } from '../sales/sale-store.ts';
import type { Fact, SaleFact } from './intake/fact.ts';
import type { RefundList, SaleAccount } from './intake/give-back.ts';
import type { ReceivedSale } from './intake/unmapped-products.ts';
import type { ProductKey, SourceAccount } from './settings.ts';
import type { SourceType } from './source.ts';

/** The health of a source, for its merchant. */
export type SourceHealth = {
  /** The number of events that `receive` accepted as new by their `externalId`. */
  readonly events: number;
  readonly lastEventAt?: number;
  readonly badSignatures: number;
  readonly lastBadSignatureAt?: number;
  /** The provider's own cursor of a backfill or of polling, and how much it has brought so far. */
  readonly cursor?: string;
  readonly since?: number;
  readonly listed: number;
  /** The time up to which polling has seen all changes. */
  readonly polledTo?: number;
};

/** An event with a valid signature that could not be read, stored with its body until it can. */
export type UnreadEvent = {
  readonly id: string;
  readonly sourceId: string;
  readonly externalId: string;
  readonly type: string;
  readonly reason: string;
  readonly body: string;
  readonly receivedAt: number;
};

/** A sale whose facts cannot be invoiced, such as a product without a clave or lines that miss the total. */
export type ProblemSale = {
  readonly sourceId: string;
  readonly saleKey: string;
  readonly faults: readonly Fault[];
  readonly at: number;
};

/** A sale whose facts have changed since it was last made. */
export type UnfoldedSale = { readonly sourceId: string; readonly saleKey: string; readonly revision: number };

/** Stores sources, the events and facts that they sent, product mappings, and the queue of sales that could not be made. */
export interface SourceStore {
  /** Inserts or replaces a source by id; its health and facts stay. Throws if the id belongs to another tenant. */
  put(source: SourceAccount): Promise<void>;
  get(id: string): Promise<SourceAccount | undefined>;
  /** Lists the sources of these types of all merchants, in order of creation. */
  every(types: readonly SourceType[]): Promise<readonly SourceAccount[]>;
  /** Lists a tenant's sources, in order of creation. */
  list(tenant: Tenant): Promise<readonly SourceAccount[]>;
  /** Removes a source with its facts and events; its sales stay. */
  remove(tenant: Tenant, id: string): Promise<'deleted' | 'unknown'>;
  health(id: string): Promise<SourceHealth>;
  countBadSignature(id: string, now: number): Promise<void>;
  /** Records the whole progress of a backfill or of polling: fields that are not given are cleared. */
  noteList(
    id: string,
    progress: { readonly cursor?: string; readonly since?: number; readonly listed: number },
  ): Promise<void>;
  /** Records the time up to which polling has seen all changes, where the next poll starts. */
  notePolled(id: string, until: number): Promise<void>;

  /**
   * Stores an event's facts in one transaction. A known `factKey` changes nothing unless its fact has a higher version; it may then belong to
   * another sale. Increments the revision of every sale that changed, and returns those and those of its sales that were left unfolded. Returns
   * `duplicate` if the event was received before: its facts are ignored, and its unfolded sales are returned all the same. Events are identified
   * by `externalId`; without one (a list, a CSV) only the facts count. Throws for an unknown source.
   */
  receive(
    sourceId: string,
    event: { readonly externalId?: string; readonly facts: readonly SaleFact[]; readonly now: number },
  ): Promise<{ readonly kind: 'new' | 'duplicate'; readonly unfolded: readonly UnfoldedSale[] }>;
  /** Reads all facts of a sale at one revision, and what its last order listed as `refunded`; `undefined` for a sale without facts. */
  factsOf(
    sourceId: string,
    saleKey: string,
  ): Promise<
    { readonly revision: number; readonly facts: readonly Fact[]; readonly refunded: RefundList['before'] } | undefined
  >;
  /**
   * Stores what the facts of that revision make: a sale (with `faults` it is also a problem that waits), nothing yet, or a problem. Without an
   * `account` the sale is stored as `SaleStore.put` does. An order replaces it even if it was partly refunded, less the refunds that the order does
   * not list; those that it lists are settled as `reduced` in the same transaction, unless an invoice holds the sale. Returns `stale` and writes nothing if the facts have changed since; whoever changed them folds again. What `SaleStore.put` refuses is not
   * stored either: fold it again, as a problem.
   */
  fold(
    sale: UnfoldedSale,
    made:
      | {
          readonly kind: 'sale';
          readonly tenant: Tenant;
          readonly sale: NewSale;
          readonly account?: SaleAccount;
          readonly faults?: readonly Fault[];
        }
      | { readonly kind: 'nothing' }
      | { readonly kind: 'problem'; readonly faults: readonly Fault[] },
    now: number,
  ): Promise<{ readonly kind: 'folded'; readonly put?: PutSale } | { readonly kind: 'stale' } | UnstoredSale>;
  /** Lists sales left unfolded, oldest first, because a process died between `receive` and `fold`. */
  unfolded(limit: number): Promise<readonly UnfoldedSale[]>;
  /**
   * Increments the revision of a source's sales that have a problem, or of all of them, so that they are folded again after a mapping or the
   * defaults changed. Returns how many.
   */
  refold(sourceId: string, which: 'problems' | 'all'): Promise<number>;
  /** Reads what was said about the sales of a source that changed last, newest first. */
  newestSales(sourceId: string, limit: number): Promise<readonly ReceivedSale[]>;
  /** Lists problems, newest first. */
  problems(sourceId: string, limit: number): Promise<readonly ProblemSale[]>;

  /** Stores an event that could not be read, once for each `externalId`. */
  keepUnread(event: UnreadEvent): Promise<void>;
  /** Lists unread events, oldest first. */
  unread(sourceId: string, limit: number): Promise<readonly UnreadEvent[]>;
  dropUnread(id: string): Promise<void>;

  /** Sets a merchant's products in one world, by `sku:{sku}` or `category:{category}`; `undefined` removes one. */
  putProducts(tenant: Tenant, products: Readonly<Record<string, ProductKey | undefined>>): Promise<void>;
  products(tenant: Tenant): Promise<Readonly<Record<string, ProductKey>>>;
}

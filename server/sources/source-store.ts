/** The port to where sales come from: sources, what they said, and what it made of each sale. */

import type { Tenant } from '../merchants/tenant.ts';
import type { Fault } from '../problems/problem.ts';
import type { NewSale, PutSale } from '../sales/sale-store.ts';
import type { Fact, SaleFact } from './intake/fact.ts';
import type { ProductKey, SourceAccount } from './settings.ts';
import type { SourceType } from './source.ts';

/** How a source is doing, for its merchant. */
export type SourceHealth = {
  /** What `receive` took as new by its `externalId`. */
  readonly events: number;
  readonly lastEventAt?: number;
  readonly badSignatures: number;
  readonly lastBadSignatureAt?: number;
  /** Of a backfill or of polling: the provider's own, and what it has brought so far. */
  readonly cursor?: string;
  readonly since?: number;
  readonly listed: number;
  /** Until when polling has seen what changed there. */
  readonly polledTo?: number;
};

/** An event that was signed and could not be read, kept with its body until it can. */
export type UnreadEvent = {
  readonly id: string;
  readonly sourceId: string;
  readonly externalId: string;
  readonly type: string;
  readonly reason: string;
  readonly body: string;
  readonly receivedAt: number;
};

/** A sale whose facts make nothing that can be invoiced: a product without its clave, lines that miss the total. */
export type ProblemSale = {
  readonly sourceId: string;
  readonly saleKey: string;
  readonly faults: readonly Fault[];
  readonly at: number;
};

/** A sale whose facts have changed since it was last made of them. */
export type UnfoldedSale = { readonly sourceId: string; readonly saleKey: string; readonly revision: number };

/** Stores sources, the events and facts that they sent, product mappings, and the queue of sales that could not be made. */
export interface SourceStore {
  /** Inserts or replaces by id; health and facts stay. Throws when the id is another tenant's. */
  put(source: SourceAccount): Promise<void>;
  get(id: string): Promise<SourceAccount | undefined>;
  /** Those of these types, of every merchant, in order of creation. */
  every(types: readonly SourceType[]): Promise<readonly SourceAccount[]>;
  /** In order of creation. */
  list(tenant: Tenant): Promise<readonly SourceAccount[]>;
  /** Its sales stay; its facts and events go. */
  remove(tenant: Tenant, id: string): Promise<'deleted' | 'unknown'>;
  health(id: string): Promise<SourceHealth>;
  countBadSignature(id: string, now: number): Promise<void>;
  /** Where a backfill or polling has come to, in all: what is not said is forgotten. */
  noteList(
    id: string,
    progress: { readonly cursor?: string; readonly since?: number; readonly listed: number },
  ): Promise<void>;
  /** Until when polling has seen what changed there: where whoever polls next begins. */
  notePolled(id: string, until: number): Promise<void>;

  /**
   * Keeps an event's facts, all in one transaction: the same `factKey` again changes nothing unless its fact has a higher
   * version, and may then be about another sale. Raises the revision of every sale that changed, and answers those, and those
   * of its sales left unfolded before. `duplicate` when the event was received before: its facts are not looked at, and those
   * of its sales left unfolded are answered all the same. An event is told apart by its `externalId`; without one (a list, a
   * CSV) only its facts count. Throws for a source that is not there.
   */
  receive(
    sourceId: string,
    event: { readonly externalId?: string; readonly facts: readonly SaleFact[]; readonly now: number },
  ): Promise<{ readonly kind: 'new' | 'duplicate'; readonly unfolded: readonly UnfoldedSale[] }>;
  /** What a sale is made of, at one revision; undefined for a sale nobody spoke of. */
  factsOf(
    sourceId: string,
    saleKey: string,
  ): Promise<{ readonly revision: number; readonly facts: readonly Fact[] } | undefined>;
  /**
   * Writes what the facts of that revision make of the sale: a sale (put as `SaleStore.put` does; with `faults` it is a problem too: it was
   * made, and waits), nothing yet, or a problem. `stale` when the
   * facts have changed since, and nothing is written then: whoever changed them folds anew.
   */
  fold(
    sale: UnfoldedSale,
    made:
      | {
          readonly kind: 'sale';
          readonly tenant: Tenant;
          readonly sale: NewSale;
          readonly faults?: readonly Fault[];
        }
      | { readonly kind: 'nothing' }
      | { readonly kind: 'problem'; readonly faults: readonly Fault[] },
    now: number,
  ): Promise<{ readonly kind: 'folded'; readonly put?: PutSale } | { readonly kind: 'stale' }>;
  /** Sales left unfolded, the oldest first: a process died between `receive` and `fold`. */
  unfolded(limit: number): Promise<readonly UnfoldedSale[]>;
  /**
   * Raises the revision of a source's sales that have a problem, or of all of them, so that they are folded anew: a mapping was fixed, the
   * defaults are others. Answers how many.
   */
  refold(sourceId: string, which: 'problems' | 'all'): Promise<number>;
  /** Newest first. */
  problems(sourceId: string, limit: number): Promise<readonly ProblemSale[]>;

  /** Keeps an event that could not be read; the same `externalId` once. */
  keepUnread(event: UnreadEvent): Promise<void>;
  /** Oldest first. */
  unread(sourceId: string, limit: number): Promise<readonly UnreadEvent[]>;
  dropUnread(id: string): Promise<void>;

  /** A merchant's products, by `sku:{sku}` or `category:{category}`, in one world; `undefined` takes one out. */
  putProducts(tenant: Tenant, products: Readonly<Record<string, ProductKey | undefined>>): Promise<void>;
  products(tenant: Tenant): Promise<Readonly<Record<string, ProductKey>>>;
}

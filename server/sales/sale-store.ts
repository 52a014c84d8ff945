/** The port to the sales that are kept. */

import type { Tenant } from '../merchants/tenant.ts';
import type { Sale, SaleBody, SaleKeys, SaleQuery } from './sale.ts';

/** Stores sales by tenant. All times are in epoch milliseconds. */
export interface SaleStore {
  /**
   * By natural key (merchant, world, source, folio): creates, updates while nobody has invoiced it and nothing of it was given back, or leaves as it
   * was. All or none.
   * Each one created is an event `sale.created` where an enabled listener of the tenant wants it.
   */
  put(tenant: Tenant, sales: readonly NewSale[]): Promise<readonly PutSale[]>;
  get(tenant: Tenant, id: string): Promise<Sale | undefined>;
  /** Every given criterion must match; at most 20, newest first. A query without folioKey, emailKey, totalCentavos or cardLast4 finds nothing. */
  search(tenant: Tenant, query: SaleQuery): Promise<readonly Sale[]>;
  /** Those that meet every criterion given, the last to arrive first. */
  list(tenant: Tenant, page: SalePage): Promise<readonly Sale[]>;
  /**
   * Looks at the next `limit` sales with an e-mail that were sold from then to then (inclusive), oldest first, and answers those that
   * no invoice holds and that nobody was reminded of; `next` is where to go on, absent when that was all.
   */
  listUnreminded(
    tenant: Tenant,
    page: { readonly dateFrom: number; readonly dateTo: number; readonly limit: number; readonly after?: SaleCursor },
  ): Promise<{ readonly sales: readonly Sale[]; readonly next?: SaleCursor }>;
  /**
   * The next `limit` sales that were sold from then to then (inclusive) and that no invoice holds, in the order of their dates;
   * `next` is where to go on, absent when that was all.
   */
  listOpen(
    tenant: Tenant,
    page: { readonly dateFrom: number; readonly dateTo: number; readonly limit: number; readonly after?: SaleCursor },
  ): Promise<{ readonly sales: readonly Sale[]; readonly next?: SaleCursor }>;
}

/** What a merchant looks through their sales by, a page at a time. Times are epoch milliseconds of when it was sold. */
export type SalePage = Pick<SaleQuery, 'folioKey' | 'totalCentavos'> & {
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  /** Whether an invoice holds it. */
  readonly isHeld?: boolean;
  readonly limit: number;
  /** The id of the last one of the page before. */
  readonly before?: string;
};

/** A place among sales in the order of their dates. */
export type SaleCursor = { readonly dateMs: number; readonly seq: number };

/** A sale to store, with its search keys. `at` is when it arrived, in epoch milliseconds. */
export type NewSale = {
  readonly id: string;
  readonly source: string;
  readonly body: SaleBody;
  readonly keys: SaleKeys;
  /** As of `Sale`. Sent again, a sale keeps them unless its date or its branch is another. */
  readonly deadlines?: Sale['deadlines'];
  readonly at: number;
};

/**
 * What storing a sale did, and the sale as it is now. `locked` means that an invoice holds it or part of it was refunded, so it did not
 * change.
 */
export type PutSale = { readonly kind: 'created' | 'updated' | 'unchanged' | 'locked'; readonly sale: Sale };

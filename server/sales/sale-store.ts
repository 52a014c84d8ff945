/** The port to stored sales. */

import type { BranchLimit } from '../merchants/branch-limit.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Fault } from '../problems/problem.ts';
import type { Sale, SaleBody, SaleKeys, SaleQuery } from './sale.ts';
import type { Lacking } from './unfindable.ts';

/** Stores sales by tenant. All times are in epoch milliseconds. */
export interface SaleStore {
  /**
   * Stores sales by natural key (merchant, world, source, folio), in one transaction. A sale is created, updated as long as it is neither invoiced
   * nor partly refunded, or left as it was; a partly refunded one can still be cancelled. One that `duplicateFault` or `lockedMonthOf` refuses is not stored and does not stop the others; both
   * rules run in the same transaction, so that they hold across all servers. Neither is one whose folio belongs to a sale outside of `limit`, nor
   * one that `isOnlyNew` and would replace a sale. Each created sale writes an event `sale.created` if an enabled listener of the tenant wants it.
   */
  put(tenant: Tenant, sales: readonly NewSale[], limit?: BranchLimit): Promise<readonly (PutSale | UnstoredSale)[]>;
  get(tenant: Tenant, id: string): Promise<Sale | undefined>;
  /**
   * Finds at most 20 sales that match every given criterion, newest first. A query without folioKey, emailKey, totalCentavos or cardLast4 finds
   * nothing.
   */
  search(tenant: Tenant, query: SaleQuery): Promise<readonly Sale[]>;
  /** Lists the sales that match every given criterion, the latest to arrive first. */
  list(tenant: Tenant, page: SalePage): Promise<readonly Sale[]>;
  /** Counts the sales since `from` that lack something of every way, up to `most`. */
  countLacking(
    tenant: Tenant,
    wanted: { readonly lacking: Lacking; readonly from: number; readonly most: number },
  ): Promise<number>;
  /**
   * Reads the next `limit` sales with an e-mail that were sold between two instants (inclusive), oldest first, and returns those that no invoice
   * holds and that had no reminder. `next` is where to continue, absent at the end.
   */
  listUnreminded(
    tenant: Tenant,
    page: { readonly dateFrom: number; readonly dateTo: number; readonly limit: number; readonly after?: SaleCursor },
  ): Promise<{ readonly sales: readonly Sale[]; readonly next?: SaleCursor }>;
  /**
   * Returns the next `limit` sales that were sold between two instants (inclusive) and that no invoice holds, by date. `next` is where to
   * continue, absent at the end.
   */
  listOpen(
    tenant: Tenant,
    page: { readonly dateFrom: number; readonly dateTo: number; readonly limit: number; readonly after?: SaleCursor },
  ): Promise<{ readonly sales: readonly Sale[]; readonly next?: SaleCursor }>;
}

/** The filters of a merchant's list of sales, and the page. Times are epoch milliseconds of the date of sale. */
export type SalePage = Pick<SaleQuery, 'folioKey' | 'totalCentavos'> & {
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  /** Whether an invoice holds the sale. */
  readonly isHeld?: boolean;
  /** Only sales that lack something of every way. */
  readonly lacking?: Lacking;
  /** Only those sold within these branches. */
  readonly within?: BranchLimit;
  readonly limit: number;
  /** The id of the last sale on the previous page. */
  readonly before?: string;
};

/** A position among sales ordered by date. */
export type SaleCursor = { readonly dateMs: number; readonly seq: number };

/** A sale to store, with its search keys. `at` is when it arrived, in epoch milliseconds. */
export type NewSale = {
  readonly id: string;
  readonly source: string;
  readonly body: SaleBody;
  readonly keys: SaleKeys;
  /** The deadlines as in `Sale`. A sale that is submitted again keeps them unless its date or branch changes. */
  readonly deadlines?: Sale['deadlines'];
  /** It is not stored if its folio has a sale that differs from it. */
  readonly isOnlyNew?: boolean;
  readonly at: number;
};

/**
 * What storing a sale did, and the sale as it is now. `locked` means that an invoice holds it, or that part of it was
 * refunded and it was submitted by somebody who does not know of that, so it did not change.
 */
export type PutSale = {
  readonly kind: 'created' | 'updated' | 'unchanged' | 'locked';
  readonly sale: Sale;
  /** The locked month that the sale left: it was cancelled, and nothing may hide that. */
  readonly lockedMonth?: string;
};

/**
 * A sale that was not stored: its purchase is already stored as another sale, it has the folio of another branch's sale, it changes the
 * figures of a locked month, or it would have replaced a sale and was not to.
 */
export type UnstoredSale = { readonly kind: 'unstored'; readonly fault: Fault };

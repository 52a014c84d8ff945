/** The port to the input of the cuadre: sales by date, with every attempt to invoice them and their refunds; and the locked months. */
import type { Tenant } from '../merchants/tenant.ts';
import type { Sale } from '../sales/sale.ts';
import type { SaleCursor } from '../sales/sale-store.ts';
import type { Refund } from './refund.ts';

/** A sale with everything that was issued or given back for it. */
export type SaleLife = {
  readonly sale: Sale;
  /** Every attempt at an invoice about it, in any state, oldest first. */
  readonly invoiceIds: readonly string[];
  readonly refunds: readonly Pick<Refund, 'id' | 'state' | 'total' | 'invoiceId'>[];
};

/** A month that is declared: `2026-11`. */
export type MonthLock = { readonly month: string; readonly by: string; readonly at: number };

/** Reads what the cuadre is computed from, and stores which months are locked. */
export interface CuadreStore {
  /** The next `limit` sales sold between the two instants (inclusive, epoch milliseconds); `next` is absent after the last page. */
  lives(
    tenant: Tenant,
    page: { readonly dateFrom: number; readonly dateTo: number; readonly limit: number; readonly after?: SaleCursor },
  ): Promise<{ readonly lives: readonly SaleLife[]; readonly next?: SaleCursor }>;
  /** Locks a month. A month that is already locked stays as it is. */
  lockMonth(tenant: Tenant, lock: MonthLock): Promise<MonthLock>;
  unlockMonth(tenant: Tenant, month: string): Promise<void>;
  /** Lists the locked months, newest first. */
  lockedMonths(tenant: Tenant): Promise<readonly MonthLock[]>;
}

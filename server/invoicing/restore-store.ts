/** The port by which a database that was restored from an older backup gets back what happened since (`server/journal`). */
import type { Tenant } from '../merchants/tenant.ts';
import type { Sale } from '../sales/sale.ts';
import type { NewSale } from '../sales/sale-store.ts';
import type { Invoice, InvoiceState } from './invoice.ts';
import type { Refund } from './refund.ts';

/** A sale as it is stored. */
export type RestorableSale = Omit<NewSale, 'body'> &
  Pick<Sale, 'generation' | 'keptFolio'> & {
    /** Absent where it is that of the invoice's snapshot at the same place: a factura global would have each twice. */
    readonly body?: NewSale['body'];
    readonly refunded: boolean;
  };

/** The sales of an invoice, in its order, and what was refunded of them. */
export type RestorableSales = {
  readonly sales: readonly RestorableSale[];
  readonly refunds: readonly Refund[];
};

/** What the database knows of an invoice. */
export type Standing = { readonly state: InvoiceState; readonly fence: number; readonly uuid?: string };

/** What restoring an invoice did. `held` means that other invoices hold some of its sales, or that one is issued for the same `once`. */
export type Restored =
  | { readonly kind: 'restored' | 'known' }
  | { readonly kind: 'held'; readonly by: readonly string[] };

/** Storage that copies invoices out and in again. */
export interface RestoreStore {
  /** What has to be kept besides the invoice itself. */
  salesOf(invoice: Invoice): Promise<RestorableSales>;
  /** What is known of each of these invoices; those that the database does not have are absent. */
  standings(ids: readonly string[]): Promise<ReadonlyMap<string, Standing>>;
  /** Makes sure that none of these numbers is assigned again. */
  passFolios(numbers: readonly (Tenant & { readonly serie: string; readonly folio: number })[]): Promise<void>;
  /**
   * Stores an invoice that was sent, with its sales, in doubt: whether it is stamped is for its PAC to say. `known` if the database has that send
   * or a later one. A sale that came in again under another id keeps that id; a number that another invoice has by now gets a star in its serie,
   * which the document itself does not have. `beside` is an invoice that has its sales: as the successor of that one it comes back in `reconcile`.
   */
  restore(invoice: Invoice, sales: RestorableSales, at: number, beside?: string): Promise<Restored>;
}

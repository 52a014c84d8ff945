/** The port to the requests that customers leave when a sale cannot be invoiced at once. */
import type { Tenant } from '../merchants/tenant.ts';

/** What could not be stamped when it was asked for, kept until the merchant or time resolves it. */
export type InvoiceRequest = {
  readonly id: string;
  readonly tenant: Tenant;
  readonly portalSlug: string;
  /** Every sale of the cart; none when they are not here yet. */
  readonly saleIds: readonly string[];
  /** The same for all requests of one portal about the same sales, or about the same search. */
  readonly purchaseKey: string;
  /** What the customer searched by, when the sale is not here yet. */
  readonly lookup: Readonly<Record<string, string>>;
  readonly receptor: Readonly<Record<string, string>>;
  readonly email?: string;
  readonly reason: string;
  readonly status: 'open' | 'accepted' | 'declined';
  readonly createdAt: number;
};

export type RequestKept = { readonly kind: 'created' | 'known'; readonly request: InvoiceRequest };

export interface RequestStore {
  /**
   * Inserts it with an event `request.created`, or answers the one that has this id already, as it stands: of two at once, one is
   * inserted. Throws when the id is another tenant's.
   */
  keep(request: InvoiceRequest): Promise<RequestKept>;
  get(id: string): Promise<InvoiceRequest | undefined>;
  /** Those about one purchase, oldest first. */
  listAbout(tenant: Tenant, purchaseKey: string, limit: number): Promise<readonly InvoiceRequest[]>;
  list(tenant: Tenant, limit: number): Promise<readonly InvoiceRequest[]>;
}

/** The port to a tenant's PACs, and to its accounts with them. */
import type { Tenant } from '../sales/sale.ts';
import type { Pac } from './pac.ts';

export interface Pacs {
  /** In the order in which a new document is offered to them; empty when the tenant cannot stamp. */
  of(tenant: Tenant): Promise<readonly Pac[]>;
}

/** An account as its merchant may see it: without what opens it. */
export type PacAccount = {
  readonly pac: string;
  /** As the PAC's customers call it. */
  readonly name: string;
  /** 0 stamps; 1 takes what was certainly never sent to the first. */
  readonly position: number;
  readonly since: number;
};

export type PutPacAccount =
  | { readonly kind: 'put'; readonly account: PacAccount }
  | { readonly kind: 'unknown-pac' }
  /** The credentials that are missing, malformed or none of this PAC's. */
  | { readonly kind: 'malformed'; readonly fields: readonly string[] };

export interface PacAccounts extends Pacs {
  /** Replaces the account with this PAC; its credentials are kept sealed and never read back. */
  put(
    tenant: Tenant,
    pac: string,
    account: { readonly credentials: object; readonly position: number; readonly now: number },
  ): Promise<PutPacAccount>;
  /** In the order of their positions. */
  list(tenant: Tenant): Promise<readonly PacAccount[]>;
  /** `in-use`: it alone can say what became of an invoice. */
  remove(tenant: Tenant, pac: string): Promise<'deleted' | 'unknown' | 'in-use'>;
}

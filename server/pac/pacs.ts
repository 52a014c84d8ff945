/** The port to a tenant's PACs, and to its accounts with them. */

import type { Tenant } from '../merchants/tenant.ts';
import type { ProviderAccounts } from '../outbound/provider-accounts.ts';
import type { Pac } from './pac.ts';

/** Opens the adapters of a tenant's accounts with PACs. */
export interface Pacs {
  /** In the order in which a new document is offered to them; empty when the tenant cannot stamp. */
  of(tenant: Tenant): Promise<readonly Pac[]>;
  /**
   * Since when the tenant has used this account with this PAC, in epoch milliseconds; 0 if always. New credentials for the same account do
   * not change it.
   */
  since(tenant: Tenant, pacId: string): Promise<number>;
}

/** The account at position 0 stamps; the one at 1 takes documents that were certainly never sent to the first. */
export interface PacAccounts extends Pacs, ProviderAccounts<Pac> {}

/** The port to a tenant's PACs, and to its accounts with them. */

import type { Tenant } from '../merchants/tenant.ts';
import type { ProviderAccounts } from '../outbound/provider-accounts.ts';
import type { Pac } from './pac.ts';

/** Opens the adapters of a tenant's accounts with PACs. */
export interface Pacs {
  /** In the order in which a new document is offered to them; empty when the tenant cannot stamp. */
  of(tenant: Tenant): Promise<readonly Pac[]>;
  /** Since when it is this account with this PAC; 0 when it always was. New credentials of the same account change nothing. */
  since(tenant: Tenant, pacId: string): Promise<number>;
}

/** Position 0 stamps; 1 takes what was certainly never sent to the first. */
export interface PacAccounts extends Pacs, ProviderAccounts<Pac> {}

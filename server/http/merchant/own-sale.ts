/** Finds a sale of the caller. */

import { isWithin } from '../../merchants/branch-limit.ts';
import type { Principal } from '../../merchants/principal.ts';
import { Problem } from '../../problems/problem.ts';
import type { Sale } from '../../sales/sale.ts';
import type { Services } from '../api/services.ts';

/** What decides whose things a caller reaches: their tenant, and their branches if they are limited to some. */
export type Reach = Pick<Principal, 'tenant' | 'limit'>;

/** Reads a sale of the caller. Throws `unknown-resource` for one of another merchant, world or branch, as if it did not exist. */
export async function ownSale({ invoicing }: Services, { tenant, limit }: Reach, id: string): Promise<Sale> {
  const sale = await invoicing.store.sales.get(tenant, id);
  if (!sale || !isWithin(limit, sale.body.branch)) throw new Problem('unknown-resource');
  return sale;
}

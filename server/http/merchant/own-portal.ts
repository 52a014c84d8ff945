/** Finds a portal of the caller. */
import type { Tenant } from '../../merchants/tenant.ts';
import type { Portal } from '../../portals/portal.ts';
import { Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';

/** Reads a portal of the tenant. Throws `unknown-portal` for a portal of another merchant or of the other world, as if it did not exist. */
export async function ownPortal({ invoicing }: Services, slug: string, tenant: Tenant): Promise<Portal> {
  const portal = await invoicing.store.portals.getPortal(slug);
  if (!portal || portal.merchantId !== tenant.merchantId || portal.world !== tenant.world)
    throw new Problem('unknown-portal');
  return portal;
}

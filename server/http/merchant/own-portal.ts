/** A portal of whoever calls. */
import type { Tenant } from '../../merchants/tenant.ts';
import type { Portal } from '../../portals/portal.ts';
import { Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';

/** Throws `unknown-portal` for another merchant's portal, or one of the other world, as for one that is not there. */
export async function ownPortal({ invoicing }: Services, slug: string, tenant: Tenant): Promise<Portal> {
  const portal = await invoicing.store.portals.getPortal(slug);
  if (!portal || portal.merchantId !== tenant.merchantId || portal.world !== tenant.world)
    throw new Problem('unknown-portal');
  return portal;
}

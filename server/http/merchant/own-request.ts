/** Finds a request of the caller's customers. */
import type { InvoiceRequest } from '../../invoicing/request-store.ts';
import { type BranchLimit, isWithin } from '../../merchants/branch-limit.ts';
import { Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';
import type { Reach } from './own-sale.ts';

/** Reads a request of the caller. Throws `unknown-resource` for one of another merchant, world or branch, as if it did not exist. */
export async function ownRequest(services: Services, { tenant, limit }: Reach, id: string): Promise<InvoiceRequest> {
  const request = await services.invoicing.store.requests.get(id);
  const isTheirs = request?.tenant.merchantId === tenant.merchantId && request.tenant.world === tenant.world;
  const [found] = isTheirs ? await requestsWithin(services, limit, [request]) : [];
  if (!found) throw new Problem('unknown-resource');
  return found;
}

/** Keeps the requests that name sales, all of them within the limit. */
export async function requestsWithin(
  { invoicing }: Services,
  limit: BranchLimit | undefined,
  requests: readonly InvoiceRequest[],
): Promise<readonly InvoiceRequest[]> {
  if (!limit) return requests;
  const areTheirs = requests.map(async ({ tenant, saleIds }) => {
    const sales = await Promise.all(saleIds.map((id) => invoicing.store.sales.get(tenant, id)));
    return sales.length > 0 && sales.every((sale) => sale && isWithin(limit, sale.body.branch));
  });
  const kept = await Promise.all(areTheirs);
  return requests.filter((_, index) => kept[index]);
}

/** Finds a source that a merchant route names. */
import { Problem } from '../../problems/problem.ts';
import type { SourceAccount } from '../../sources/settings.ts';
import type { Services } from '../api/services.ts';

/** Reads a source of this merchant and world. Throws `unknown-resource`. */
export async function ownSource(
  { invoicing }: Services,
  tenant: SourceAccount['tenant'],
  id: string,
): Promise<SourceAccount> {
  const account = await invoicing.store.sources.get(id);
  const isTheirs = account?.tenant.merchantId === tenant.merchantId && account.tenant.world === tenant.world;
  if (!account || !isTheirs) throw new Problem('unknown-resource');
  return account;
}

/** Time zones of a merchant's branches: a spreadsheet's times are local to the branch that sold. */

import { issueZone } from '../../catalogs/postal-code.ts';
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import type { SourceAccount } from '../settings.ts';

/** Returns the time zone of a branch by its code; the source's own branch, or the merchant's first, for `undefined` and for an unknown code. */
export type ZoneOf = (branch: string | undefined) => string;

/** Reads the merchant's branches and returns their zones. */
export async function zonesOf(
  merchants: Pick<MerchantStore, 'listBranches'>,
  { tenant, settings }: Pick<SourceAccount, 'tenant' | 'settings'>,
): Promise<ZoneOf> {
  const branches = await merchants.listBranches(tenant.merchantId);
  return (code = settings.defaults.branch) => {
    const branch = branches.find((each) => each.code === code) ?? branches[0];
    return issueZone(branch?.codigoPostal ?? '');
  };
}

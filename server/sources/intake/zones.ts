/** Where a merchant's clocks hang: a spreadsheet's times are those of the branch that sold. */

import { issueZone } from '../../catalogs/postal-code.ts';
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import type { SourceAccount } from '../settings.ts';

/** The time zone of a branch by its code; of the source's own, or the merchant's first, for `undefined` and for what is none. */
export type ZoneOf = (branch: string | undefined) => string;

/** Of the merchant's branches as they are now. */
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

/** Creates a merchant, whose owner is the person who creates it. */
import type { CatalogStore } from '../catalogs/catalog-store.ts';
import { prepareMerchant } from '../merchants/create-merchant.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { Problem } from '../problems/problem.ts';
import type { Person } from './account.ts';
import type { AccountStore } from './account-store.ts';
import { isSignUpOpen, type SignUpDeps } from './sign-up.ts';

/** What creating a merchant may touch. */
type FoundMerchantDeps = SignUpDeps & {
  readonly store: { readonly accounts: AccountStore; readonly catalogs: CatalogStore };
  readonly now: () => number;
};

/**
 * Stores the merchant with its first branch and its owner. Throws `invalid-merchant`, and `not-your-role` for a person who only works for others,
 * or for nobody any more on a server where not everybody may sign up.
 */
export async function foundMerchant(
  deps: FoundMerchantDeps,
  { id: personId }: Pick<Person, 'id'>,
  wanted: Parameters<typeof prepareMerchant>[1],
): Promise<Merchant> {
  const { store, now } = deps;
  if (!(await mayFound(deps, personId))) throw new Problem('not-your-role');
  const { merchant, branch } = await prepareMerchant(store, wanted, now());
  await store.accounts.foundMerchant(merchant, branch, {
    ...{ merchantId: merchant.id, personId, role: 'owner', createdAt: now() },
  });
  return merchant;
}

async function mayFound(deps: FoundMerchantDeps, personId: string): Promise<boolean> {
  const { accounts } = deps.store;
  const roles = (await accounts.memberships(personId)).map(({ role }) => role);
  if (roles.length > 0) return roles.some((role) => role === 'owner' || role === 'admin');
  return (await isSignUpOpen(deps)) || accounts.isFirstPerson(personId);
}

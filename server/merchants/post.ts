/** What somebody is at a merchant: their role, and for cashiers their branches. */
import { type Fault, Problem } from '../problems/problem.ts';
import type { MerchantStore } from './merchant-store.ts';
import type { Role } from './role.ts';

/** What somebody may do at a merchant, and where. */
export type Post = {
  readonly role: Role;
  /** The codes of the branches that a cashier is limited to, at least one; absent for all branches. */
  readonly branches?: readonly string[];
};

/** Returns what was asked for, without repetitions; no branch means all. Throws `malformed-request` for branches that cannot be given. */
export async function givenPost(
  merchants: Pick<MerchantStore, 'listBranches'>,
  merchantId: string,
  { role, branches = [] }: { readonly role: Role; readonly branches?: readonly string[] | undefined },
): Promise<Post> {
  if (branches.length === 0) return { role };
  const known = new Set((await merchants.listBranches(merchantId)).map(({ code }) => code));
  const faults: readonly Fault[] =
    role === 'cashier'
      ? branches.flatMap((branch, index) =>
          known.has(branch) ? [] : [{ code: 'branch-unknown', pointer: `/branches/${index}`, params: { branch } }],
        )
      : [{ code: 'branches-only-for-cashiers', pointer: '/branches' }];
  if (faults.length > 0) throw new Problem('malformed-request', { faults });
  return { role, branches: [...new Set(branches)] };
}

/** Which branches a cashier works at: everything of other branches is closed to them. */
import type { Branch } from './merchant.ts';

/** The branches whose sales, and what follows from them, somebody may see and change. */
export type BranchLimit = {
  readonly codes: readonly string[];
  /** Whether sales that name no branch are theirs, because those belong to the merchant's first branch. */
  readonly hasUnnamed: boolean;
};

/** Builds the limit of somebody who works at these branches; none for somebody who works at all of them. */
export function branchLimit(
  codes: readonly string[] | undefined,
  [first]: readonly Pick<Branch, 'code'>[],
): BranchLimit | undefined {
  return codes && { codes, hasUnnamed: first !== undefined && codes.includes(first.code) };
}

/** Whether something of this branch, as a sale names it, is within the limit. */
export function isWithin(limit: BranchLimit | undefined, branch: string | undefined): boolean {
  if (!limit) return true;
  return branch === undefined ? limit.hasUnnamed : limit.codes.includes(branch);
}

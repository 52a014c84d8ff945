/** What somebody may do at a merchant, and where, as columns: a role, and the list of their branches as JSON. */
import type { Member } from '../server/accounts/account.ts';
import type { Post } from '../server/merchants/post.ts';

/** A role with its branches, as columns. Both are always given, so that a change of one never leaves an outdated other. */
export function toPostColumns({ role, branches }: Post): Pick<Post, 'role'> & { branches: string | null } {
  return { role, branches: branches ? JSON.stringify(branches) : null };
}

/** A member as a row. */
export function toMemberRow({ merchantId, personId, createdAt, ...post }: Member) {
  return { merchantId, personId, createdAt, ...toPostColumns(post) };
}

/** A row with its list of branches, or without any. */
export function fromPostColumns<R extends { readonly branches: string | null }>({
  branches,
  ...row
}: R): Omit<R, 'branches'> & Pick<Post, 'branches'> {
  return { ...row, ...(branches !== null && { branches: JSON.parse(branches) as readonly string[] }) };
}

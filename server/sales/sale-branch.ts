/** Which of a merchant's branches sold a sale. */
import type { Branch } from '../merchants/merchant.ts';
import type { Sale } from './sale.ts';

/** The branch that sold it; the merchant's first if the sale names none or an unknown one. Throws if the merchant has no branch. */
export function branchOf({ body }: Pick<Sale, 'body'>, branches: readonly Branch[]): Branch {
  const branch = branches.find(({ code }) => code === body.branch) ?? branches[0];
  if (!branch) throw new Error('a merchant without branches');
  return branch;
}

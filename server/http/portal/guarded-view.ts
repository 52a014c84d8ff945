/** The view of a purchase that was found but is not shown yet: that it exists, and what would open it. */

import type { FoundSale } from '../../invoicing/found-sale.ts';
import type { LookupField, Portal } from '../../portals/portal.ts';
import type { Tokens } from '../../portals/tokens.ts';
import { keysOf } from '../../sales/lookup.ts';
import type { FoundSaleView } from './public-views.ts';

/** One customer never has more purchases than this at once, and a token has room for them. */
const MOST = 8;

/** Builds one view for everything that was found; it reveals neither how many there are nor any detail. */
export function guardedView(
  tokens: Tokens,
  { slug }: Portal,
  sales: readonly FoundSale[],
  { given, now }: { readonly given: readonly LookupField[]; readonly now: number },
): FoundSaleView {
  const group = sales.slice(0, MOST);
  const saleId = group.map(({ sale }) => sale.id).join();
  const proof = proofOf(group, given);
  return {
    token: tokens.saleToken({ kind: 'guarded', slug, saleId }, now),
    status: 'guarded',
    ...(proof && { proof }),
    ...{ folio: '', date: '', total: '', moneda: '', conceptos: [], deadline: { date: '', expired: false } },
  };
}

/** The detail that would open the sales; none if the shop has nothing on file beyond what was given. */
export function proofOf(sales: readonly FoundSale[], given: readonly LookupField[]): FoundSaleView['proof'] {
  return PROOFS.find((field) => !given.includes(field) && sales.every((found) => isOnFile(field, found)));
}

/** The details that a customer is likely to have at hand, the likeliest first. */
const PROOFS = ['total', 'cardLast4', 'email'] as const;

function isOnFile(field: (typeof PROOFS)[number], { sale }: FoundSale): boolean {
  const { totalCentavos, cardLast4, emailKey } = keysOf(sale.body);
  return { total: totalCentavos, cardLast4, email: emailKey }[field] !== undefined;
}

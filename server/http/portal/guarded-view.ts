/** The view of a purchase that was found but is not shown yet: that it exists, and what would open it. */

import type { FoundSale } from '../../invoicing/found-sale.ts';
import { proofFieldOf } from '../../invoicing/guard-found.ts';
import type { LookupField, Portal } from '../../portals/portal.ts';
import type { Tokens } from '../../portals/tokens.ts';
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
  const proof = proofFieldOf(group, given);
  return {
    token: tokens.saleToken({ kind: 'guarded', slug, saleId }, now),
    status: 'guarded',
    ...(proof && { proof }),
    ...{ folio: '', date: '', total: '', moneda: '', conceptos: [], deadline: { date: '', expired: false } },
  };
}

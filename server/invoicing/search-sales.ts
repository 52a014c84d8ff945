/** Searches the sales of a portal by what a ticket says, within the limits of guessing. */
import { issueZone } from '../catalogs/postal-code.ts';
import { type AdmitLookUpDeps, admitLookUp } from '../limits/admit-look-up.ts';
import type { Portal } from '../portals/portal.ts';
import { Problem } from '../problems/problem.ts';
import { isNearDay, type Lookup, type LookupOutcome, questionOf, readLookup } from '../sales/lookup.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import type { Asking } from '../sources/own-system/pull/asking.ts';
import { type DescribeSaleDeps, describeSale, type FoundSale } from './found-sale.ts';

/** What searching may touch. `asking` asks the merchant's own system. */
export type SearchSalesDeps = AdmitLookUpDeps &
  DescribeSaleDeps & { readonly store: { readonly sales: SaleStore }; readonly asking: Asking };

/** What was typed, from which address, and the proof of work that came with it. */
export type Search = { readonly typed: Lookup; readonly address: string; readonly proof: string | undefined };

/**
 * Searches at the same cost and with the same answer whether the folio is unknown or another field is wrong. Throws `missing-lookup-combination`,
 * `merchant-not-answering`, and what `admitLookUp` throws.
 */
export function searchSales(deps: SearchSalesDeps, portal: Portal, search: Search): Promise<readonly FoundSale[]> {
  const { limits } = deps;
  return limits.lookUpInTurn(search.address, async () => {
    const giveBack = await admitLookUp(deps, portal.slug, search);
    const found = await askedSales(deps, portal, search);
    const [first] = found;
    if (first) {
      giveBack();
      limits.countFound(portal.slug, first.sale.id);
    }
    return found;
  });
}

async function askedSales(
  deps: SearchSalesDeps,
  portal: Portal,
  { typed, address }: Search,
): Promise<readonly FoundSale[]> {
  const lookup = readLookup(typed, portal.settings);
  if (lookup.kind === 'faults') throw new Problem('missing-lookup-combination', { faults: lookup.faults });
  const known = await storedSales(deps, portal, lookup);
  const asked = await deps.asking.ask(
    { merchantId: portal.merchantId, world: portal.world },
    questionOf(typed, lookup.query, portal.settings),
    known.map(({ sale }) => sale),
  );
  // If several systems were asked, one of them may have answered.
  const found = asked === 'nobody' ? known : await storedSales(deps, portal, lookup);
  if (found.length > 0) return found;
  await deps.limits.countFailedLookUp({ address, slug: portal.slug, email: lookup.query.emailKey });
  // An unavailable system does not mean that there is no such sale.
  if (asked === 'unavailable') throw new Problem('merchant-not-answering');
  return [];
}

async function storedSales(
  deps: SearchSalesDeps,
  portal: Portal,
  { query, date }: Extract<LookupOutcome, { kind: 'query' }>,
): Promise<readonly FoundSale[]> {
  const sales = await deps.store.sales.search({ merchantId: portal.merchantId, world: portal.world }, query);
  const described = await Promise.all(sales.map((sale) => describeSale(deps, portal, sale)));
  return described.filter(({ sale, branch }) => !date || isNearDay(sale.body, date, issueZone(branch.codigoPostal)));
}

/** How easily a portal's sales can be guessed, judged by the merchant's latest sales and refreshed every hour. */
import type { NoticeStore } from '../notices/notice-store.ts';
import { type SoldFacts, unacknowledged } from '../portals/lookup-strength.ts';
import type { Portal } from '../portals/portal.ts';
import type { Log } from '../text/log.ts';
import type { SaleStore } from './sale-store.ts';
import { SALES_LOOKED_AT, soldFacts } from './sold-facts.ts';

/** Answers how guessable a portal's sales are, from the merchant's latest sales. */
export type LookupFacts = {
  /** The facts of the portal's merchant, at most an hour old. */
  of(portal: Portal): Promise<SoldFacts>;
  /**
   * Recomputes the facts now. Raises a notice if the portal has a weak combination of look-up fields that the merchant has not acknowledged, and
   * resolves it otherwise.
   */
  refresh(portal: Portal): Promise<SoldFacts>;
};

const HOUR_MS = 3_600_000;

/** Creates the cache of these facts, which lives in this process. `now` answers epoch milliseconds. */
export function createLookupFacts(
  store: { readonly sales: SaleStore; readonly notices: NoticeStore },
  { now, log }: { readonly now: () => number; readonly log: Log },
): LookupFacts {
  const known = new Map<string, { readonly at: number; readonly facts: Promise<SoldFacts> }>();
  const refresh = (portal: Portal): Promise<SoldFacts> => {
    const facts = lookAt(portal);
    known.set(portal.slug, { at: now(), facts });
    facts.catch(() => known.delete(portal.slug));
    return facts;
  };
  const lookAt = async (portal: Portal): Promise<SoldFacts> => {
    const { slug, merchantId, world, settings } = portal;
    const tenant = { merchantId, world };
    const sales = await store.sales.list(tenant, { limit: SALES_LOOKED_AT });
    const facts = soldFacts(sales.map(({ body }) => body));
    const weak = unacknowledged(settings, facts);
    const notice = { tenant, kind: 'lookup-weak', subject: slug } as const;
    if (weak.length === 0) await store.notices.resolve(tenant, notice.kind, slug, now());
    else {
      const ways = weak.map((way) => way.join(' + ')).join(', ');
      const raised = await store.notices.raise({ ...notice, params: { portal: slug, ways }, now: now() });
      if (raised === 'new') log('lookup.weak', { slug, ways });
    }
    return facts;
  };
  return {
    of: (portal) => {
      const ours = known.get(portal.slug);
      return ours && now() - ours.at < HOUR_MS ? ours.facts : refresh(portal);
    },
    refresh,
  };
}

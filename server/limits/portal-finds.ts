/**
 * How many purchases were found today at a portal: the size of its trade, and so of what its customers mistype. Each counts once, so that
 * who has one ticket cannot look it up until guessing passes for mistyping. In memory, of this server alone.
 */
import { dayOf } from './prover-budget.ts';

/** Counts the distinct sales that were found today at each portal, by its slug. */
export type PortalFinds = {
  today(slug: string): number;
  add(slug: string, saleId: string): void;
};

/** More than that make no difference. */
const MOST = 50_000;

/** Days are UTC. */
export function createPortalFinds(now: () => number): PortalFinds {
  const found = new Map<string, { readonly day: string; readonly sales: Set<string> }>();
  return {
    today: (slug) => {
      const ours = found.get(slug);
      return ours?.day === dayOf(now()) ? ours.sales.size : 0;
    },
    add(slug, saleId) {
      const day = dayOf(now());
      const ours = found.get(slug);
      const sales = ours?.day === day ? ours.sales : new Set<string>();
      if (sales.size < MOST) sales.add(saleId);
      if (sales !== ours?.sales) found.set(slug, { day, sales });
    },
  };
}

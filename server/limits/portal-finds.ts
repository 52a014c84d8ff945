/**
 * Counts the sales that were found today at a portal, a measure of how much its customers mistype. Each sale counts once, so that looking up one
 * ticket repeatedly cannot make guessing look like mistyping. The count lives in this server's memory.
 */
import { dayOf } from './day.ts';

/** Counts the distinct sales that were found today at each portal, by its slug. */
export type PortalFinds = {
  today(slug: string): number;
  add(slug: string, saleId: string): void;
};

/** Counting stops here, because more makes no difference. */
const MOST = 50_000;

/** Creates the counter. Days are in UTC. */
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

/**
 * How many look-ups failed today at a portal, at all of its servers together: kept in the database, one write a failure. What this server
 * knows of the others is at most ten seconds old, and a search never waits for it but for the first of the day.
 */
import type { AttemptStore } from './attempt-store.ts';
import { dayOf } from './prover-budget.ts';

/** Counts today's failed look-ups of each portal, by its slug. */
export type PortalFailures = {
  today(slug: string): Promise<number>;
  add(slug: string): Promise<void>;
};

const STALE_MS = 10_000;

type Known = { readonly day: string; readonly count: number; readonly at: number };

/** Days are UTC. */
export function createPortalFailures(attempts: AttemptStore, now: () => number): PortalFailures {
  const known = new Map<string, Known>();
  const keyOf = (slug: string): string => `portal-failures:${slug}`;
  const learn = (slug: string, day: string, count: number): number => {
    const before = known.get(slug);
    const most = before?.day === day ? Math.max(before.count, count) : count;
    known.set(slug, { day, count: most, at: now() });
    return most;
  };
  return {
    async today(slug) {
      const day = dayOf(now());
      const ours = known.get(slug);
      if (ours?.day !== day) return learn(slug, day, await attempts.count(keyOf(slug), day));
      if (now() - ours.at > STALE_MS) {
        learn(slug, day, ours.count);
        // Where the database is away what is known goes on being so: the search itself will say that it is away.
        attempts.count(keyOf(slug), day).then(
          (count) => learn(slug, day, count),
          () => {},
        );
      }
      return ours.count;
    },
    async add(slug) {
      const day = dayOf(now());
      learn(slug, day, await attempts.add(keyOf(slug), day));
    },
  };
}

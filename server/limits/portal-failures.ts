/**
 * Counts today's failed look-ups at a portal across all servers, with one database write for each failure. A server knows the others' counts
 * with a delay of at most ten seconds, and only the first search of the day waits for the database.
 */
import type { AttemptStore } from './attempt-store.ts';
import { dayOf } from './day.ts';

/** Counts today's failed look-ups of each portal, by its slug. */
export type PortalFailures = {
  today(slug: string): Promise<number>;
  add(slug: string): Promise<void>;
};

const STALE_MS = 10_000;

type Known = { readonly day: string; readonly count: number; readonly at: number };

/** Creates the counter over the shared store. Days are in UTC. */
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
        // While the database is unavailable the last known count stays; the search itself reports the outage.
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

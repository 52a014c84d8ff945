/** What anybody may send without proof costs a bounded number of log lines and writes, from however many addresses it comes. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { tooMany } from './too-many.ts';

const EVENTS_A_MINUTE = { address: 120, portal: 3_000 } as const;
const BAD_SIGNATURES_A_MINUTE = { address: 10, source: 60 } as const;

/** Limits on what anybody can send without proof: funnel events, and webhooks with a bad signature. */
export type NoiseLimits = {
  /** Throws `too-many-requests` for an event of the funnel that is not to be counted any more. */
  countEvent(slug: string, address: string): Promise<void>;
  /**
   * Whether a bad signature is still worth a line and a write; `last` when the next ones of this source will not be. Never a reason to
   * refuse: the provider's own events may come from the same address.
   */
  notesBadSignature(source: string, address: string): Promise<'yes' | 'last' | 'no'>;
};

/** Creates the limits, counted per minute in the memory of this process. */
export function createNoiseLimits(): NoiseLimits {
  const portals = new RateLimiterMemory({ points: EVENTS_A_MINUTE.portal, duration: 60 });
  const visitors = new RateLimiterMemory({ points: EVENTS_A_MINUTE.address, duration: 60 });
  const sources = new RateLimiterMemory({ points: BAD_SIGNATURES_A_MINUTE.source, duration: 60 });
  const senders = new RateLimiterMemory({ points: BAD_SIGNATURES_A_MINUTE.address, duration: 60 });
  return {
    async countEvent(slug, address) {
      // Where the portal's minute is full no address is remembered: rotating ones take no memory.
      const full = await portals.get(slug);
      if (full && full.consumedPoints >= portals.points) throw tooMany(full.msBeforeNext, 'too-many-requests');
      const own = await visitors.penalty(`${slug} ${address}`, 1);
      if (own.consumedPoints > visitors.points) throw tooMany(own.msBeforeNext, 'too-many-requests');
      await portals.penalty(slug, 1);
    },
    async notesBadSignature(source, address) {
      const all = await sources.get(source);
      if (all && all.consumedPoints >= sources.points) return 'no';
      const own = await senders.penalty(`${source} ${address}`, 1);
      if (own.consumedPoints > senders.points) return 'no';
      const { consumedPoints } = await sources.penalty(source, 1);
      return consumedPoints >= sources.points ? 'last' : 'yes';
    },
  };
}

/** Bounds the log lines and database writes that anonymous requests can cause, from however many addresses they come. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { tooMany } from './too-many.ts';

const EVENTS_A_MINUTE = { address: 120, portal: 3_000 } as const;
const BAD_SIGNATURES_A_MINUTE = { address: 10, source: 60 } as const;

/** Limits on what anybody can send without proof: funnel events, and webhooks with a bad signature. */
export type NoiseLimits = {
  /** Throws `too-many-requests` when an event of the funnel exceeds the limit and must not be counted. */
  countEvent(slug: string, address: string): Promise<void>;
  /**
   * Whether a bad signature should still be logged and counted; `last` if further ones from this source will not be. This is never a reason to
   * refuse a request, because the provider's own events may come from the same address.
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
      // Once the portal's limit is reached no address is remembered, so rotating addresses take no memory.
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

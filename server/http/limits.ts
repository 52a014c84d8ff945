/** Limits count failures, never successes: a busy shop is not an attack. Look-ups and keys are counted here, in memory. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { AttemptStore } from '../../db/store.ts';
import { createNoiseLimits, type NoiseLimits } from './noise-limits.ts';
import { createRequestLimits, type RequestLimits } from './request-limits.ts';
import { createSaleTries, type SaleTries } from './sale-tries.ts';
import { consume, tooMany } from './too-many.ts';
import { createTurns, type Turns } from './turns.ts';

/** Failed look-ups a minute from one address, and from one address once a portal's day has seen too many. */
const LOOKUPS_A_MINUTE = 60;
const LOOKUPS_A_MINUTE_UNDER_ATTACK = 5;
const PORTAL_FAILURES_A_DAY = 2000;
const LOOKUPS_AT_ONCE = 8;
const KEY_REQUESTS_A_SECOND = 50;

export type Limits = RequestLimits &
  SaleTries &
  NoiseLimits & {
    /** Throws `too-many-attempts` when the address has used up its failures. */
    assertMayLookUp(address: string, slug: string): Promise<void>;
    /** Whether the address has failures left, for what goes on without an answer to it. */
    mayLookUp(address: string, slug: string): Promise<boolean>;
    countFailedLookUp(address: string, slug: string): Promise<void>;
    countKeyUse(keyId: string): Promise<void>;
    /** Look-ups of one address, a few at once: what a burst can learn before its failures are counted is bounded. */
    readonly lookUpInTurn: Turns;
  };

export function createLimits(attempts: AttemptStore, hashOf: (address: string) => string): Limits {
  const lookUps = new RateLimiterMemory({ points: LOOKUPS_A_MINUTE, duration: 60 });
  const portals = new RateLimiterMemory({ points: PORTAL_FAILURES_A_DAY, duration: 86_400 });
  const keys = new RateLimiterMemory({ points: KEY_REQUESTS_A_SECOND, duration: 1 });
  const waitOf = async (address: string, slug: string): Promise<number | undefined> => {
    const [own, portal] = await Promise.all([lookUps.get(address), portals.get(slug)]);
    const attacked = (portal?.consumedPoints ?? 0) >= PORTAL_FAILURES_A_DAY;
    const most = attacked ? LOOKUPS_A_MINUTE_UNDER_ATTACK : LOOKUPS_A_MINUTE;
    return own && own.consumedPoints >= most ? own.msBeforeNext : undefined;
  };
  return {
    ...createSaleTries(attempts, hashOf),
    ...createRequestLimits(attempts, hashOf),
    ...createNoiseLimits(),
    async assertMayLookUp(address, slug) {
      const waitMs = await waitOf(address, slug);
      if (waitMs !== undefined) throw tooMany(waitMs);
    },
    mayLookUp: async (address, slug) => (await waitOf(address, slug)) === undefined,
    async countFailedLookUp(address, slug) {
      await Promise.allSettled([lookUps.penalty(address, 1), portals.penalty(slug, 1)]);
    },
    countKeyUse: (keyId) => consume(keys, keyId, 'too-many-requests'),
    lookUpInTurn: createTurns(LOOKUPS_AT_ONCE),
  };
}

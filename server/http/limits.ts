/** Limits count failures, never successes: a busy shop is not an attack. Per address in memory; per sale and day in the database. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { AttemptStore } from '../../db/store.ts';
import { Problem } from '../cfdi/problem.ts';
import type { Sale } from '../sales/sale.ts';
import { createTurns, type Turns } from './turns.ts';

/** Failed look-ups a minute from one address, and from one address once a portal's day has seen too many. */
const LOOKUPS_A_MINUTE = 60;
const LOOKUPS_A_MINUTE_UNDER_ATTACK = 5;
const PORTAL_FAILURES_A_DAY = 2000;
const LOOKUPS_AT_ONCE = 8;
/** Refusals and failed proofs that one sale takes in a day: this bounds what guessing can learn. */
const TRIES_A_SALE_AND_DAY = 5;
const REQUESTS_A_MINUTE = 10;
const KEY_REQUESTS_A_SECOND = 50;

export type Limits = {
  /** Throws `too-many-attempts` when the address has used up its failures. */
  assertMayLookUp(address: string, slug: string): Promise<void>;
  /** Whether the address has failures left, for what goes on without an answer to it. */
  mayLookUp(address: string, slug: string): Promise<boolean>;
  countFailedLookUp(address: string, slug: string): Promise<void>;
  /** Requests are kept in the database: an address leaves at most ten a minute. */
  countRequest(address: string): Promise<void>;
  countKeyUse(keyId: string): Promise<void>;
  mayTry(saleId: string, now: number): Promise<boolean>;
  assertMayTry(saleId: string, now: number): Promise<void>;
  countTry(saleId: string, now: number): Promise<void>;
  /** A refused attempt is one try, however many clicks were waiting for it. */
  countRefusal(sale: Pick<Sale, 'id' | 'generation'>, now: number): Promise<void>;
  /** Does what looks and then counts once everything before it under the same id is done: twenty guesses at once are twenty tries. */
  readonly inTurn: Turns;
  /** Look-ups of one address, a few at once: what a burst can learn before its failures are counted is bounded. */
  readonly lookUpInTurn: Turns;
};

export function createLimits(attempts: AttemptStore): Limits {
  const lookUps = new RateLimiterMemory({ points: LOOKUPS_A_MINUTE, duration: 60 });
  const portals = new RateLimiterMemory({ points: PORTAL_FAILURES_A_DAY, duration: 86_400 });
  const requests = new RateLimiterMemory({ points: REQUESTS_A_MINUTE, duration: 60 });
  const keys = new RateLimiterMemory({ points: KEY_REQUESTS_A_SECOND, duration: 1 });
  const mayTry = async (saleId: string, now: number): Promise<boolean> =>
    (await attempts.count(saleKey(saleId), dayOf(now))) < TRIES_A_SALE_AND_DAY;
  const countTry = async (saleId: string, now: number): Promise<void> => {
    await attempts.add(saleKey(saleId), dayOf(now));
  };
  const waitOf = async (address: string, slug: string): Promise<number | undefined> => {
    const [own, portal] = await Promise.all([lookUps.get(address), portals.get(slug)]);
    const attacked = (portal?.consumedPoints ?? 0) >= PORTAL_FAILURES_A_DAY;
    const most = attacked ? LOOKUPS_A_MINUTE_UNDER_ATTACK : LOOKUPS_A_MINUTE;
    return own && own.consumedPoints >= most ? own.msBeforeNext : undefined;
  };
  return {
    async assertMayLookUp(address, slug) {
      const waitMs = await waitOf(address, slug);
      if (waitMs !== undefined) throw tooMany(waitMs);
    },
    mayLookUp: async (address, slug) => (await waitOf(address, slug)) === undefined,
    async countFailedLookUp(address, slug) {
      await Promise.allSettled([lookUps.penalty(address, 1), portals.penalty(slug, 1)]);
    },
    countRequest: (address) => consume(requests, address),
    countKeyUse: (keyId) => consume(keys, keyId, 'too-many-requests'),
    mayTry,
    async assertMayTry(saleId, now) {
      if (!(await mayTry(saleId, now))) throw tooMany(86_400_000 - (now % 86_400_000));
    },
    countTry,
    async countRefusal({ id, generation }, now) {
      if ((await attempts.add(`sale-refusal:${id}`, String(generation))) === 1) await countTry(id, now);
    },
    inTurn: createTurns(1),
    lookUpInTurn: createTurns(LOOKUPS_AT_ONCE),
  };
}

async function consume(
  limiter: RateLimiterMemory,
  key: string,
  code: 'too-many-attempts' | 'too-many-requests' = 'too-many-attempts',
): Promise<void> {
  const used = await limiter.penalty(key, 1);
  if (used.consumedPoints > limiter.points) throw tooMany(used.msBeforeNext, code);
}

function tooMany(waitMs: number, code: 'too-many-attempts' | 'too-many-requests' = 'too-many-attempts'): Problem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const wait =
    seconds < 120
      ? `${seconds} s`
      : seconds < 7200
        ? `${Math.ceil(seconds / 60)} min`
        : `${Math.ceil(seconds / 3600)} h`;
  return new Problem(code, { params: { wait, retryAfter: String(seconds) } });
}

function saleKey(saleId: string): string {
  return `sale-tries:${saleId}`;
}

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

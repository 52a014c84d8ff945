/** Counts uses in memory, and builds the problem of a refusal with the time to wait, in words and in seconds. */
import type { RateLimiterMemory } from 'rate-limiter-flexible';
import { Problem } from '../problems/problem.ts';

/** The codes of exceeded limits. */
export type TooMany =
  | 'too-many-attempts'
  | 'too-many-requests'
  | 'sale-tries-spent'
  | 'requests-spent'
  | 'too-many-codes';

/** Counts one use of `key`. Throws the problem `code` once the limiter's points are spent. */
export async function consume(
  limiter: RateLimiterMemory,
  key: string,
  code: TooMany = 'too-many-attempts',
): Promise<void> {
  const used = await limiter.penalty(key, 1);
  if (used.consumedPoints > limiter.points) throw tooMany(used.msBeforeNext, code);
}

/** The problem of an exceeded limit. It tells the caller how long to wait, in words and as `retryAfter` in seconds. */
export function tooMany(
  waitMs: number,
  code: TooMany = 'too-many-attempts',
  params: Readonly<Record<string, string>> = {},
): Problem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const wait =
    seconds < 120
      ? `${seconds} s`
      : seconds < 7200
        ? `${Math.ceil(seconds / 60)} min`
        : `${Math.ceil(seconds / 3600)} h`;
  return new Problem(code, { params: { ...params, wait, retryAfter: String(seconds) } });
}

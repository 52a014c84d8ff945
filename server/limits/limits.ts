/** Rate limits count failures, not successes: a busy shop is not an attack. Each kind has its own file; API keys are counted here, in memory. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { AttemptStore } from './attempt-store.ts';
import { createFoundings, type Foundings } from './foundings.ts';
import { createLookUpLimits, type LookUpLimits } from './look-up-limits.ts';
import { createMailTrials, type MailTrials } from './mail-trials.ts';
import { createNoiseLimits, type NoiseLimits } from './noise-limits.ts';
import type { ProofOfWork } from './proof-of-work.ts';
import { createRequestLimits, type RequestLimits } from './request-limits.ts';
import { createSaleTries, type SaleTries } from './sale-tries.ts';
import { createSignInLimits, type SignInLimits } from './sign-in-limits.ts';
import { consume } from './too-many.ts';

const KEY_REQUESTS_A_SECOND = 50;

/** Every rate limit of the server. Methods that refuse throw a `Problem` with `retryAfter` in seconds. */
export type Limits = LookUpLimits &
  RequestLimits &
  SaleTries &
  NoiseLimits &
  MailTrials &
  Foundings &
  SignInLimits & {
    /** Counts one request of an API key or a session. Throws `too-many-requests` above 50 a second. */
    countKeyUse(keyId: string): Promise<void>;
  };

/**
 * Creates all limits. `hashOf` keeps e-mail addresses and networks out of the database, `proofOfWork` issues the challenges of what is not
 * free, and `now` returns epoch milliseconds.
 */
export function createLimits(
  attempts: AttemptStore,
  hashOf: (address: string) => string,
  proofOfWork: Pick<ProofOfWork, 'challenge'>,
  now: () => number = Date.now,
): Limits {
  const keys = new RateLimiterMemory({ points: KEY_REQUESTS_A_SECOND, duration: 1 });
  return {
    ...createLookUpLimits(attempts, hashOf, now),
    ...createSaleTries(attempts, hashOf, proofOfWork),
    ...createRequestLimits(attempts, hashOf, proofOfWork),
    ...createNoiseLimits(),
    ...createMailTrials(attempts, hashOf, now),
    ...createFoundings(attempts, now),
    ...createSignInLimits(attempts, hashOf, now),
    countKeyUse: (keyId) => consume(keys, keyId, 'too-many-requests'),
  };
}

/** How many requests may be left: each is a row, and work for the merchant's team. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { consume } from './too-many.ts';

const REQUESTS_A_MINUTE = 10;

export type RequestLimits = {
  /** Requests are kept in the database: an address leaves at most ten a minute. */
  countRequest(address: string): Promise<void>;
};

export function createRequestLimits(): RequestLimits {
  const requests = new RateLimiterMemory({ points: REQUESTS_A_MINUTE, duration: 60 });
  return { countRequest: (address) => consume(requests, address) };
}

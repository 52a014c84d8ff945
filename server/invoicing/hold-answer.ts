/** Keeps a PAC's answer in memory while the database is unavailable and stores it as soon as it is back, because a stamp costs money. */
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../problems/store-unavailable.ts';
import { LEASE_MS } from './ask-pac.ts';

const AGAIN_MS = 250;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Retries `write` until it succeeds, for as long as a lease lasts; after that another process sends the same bytes again and gets the same
 * answer. `write` must be idempotent, because a commit may succeed although its confirmation is lost.
 */
export async function holdAnswer<T>(write: () => Promise<T>): Promise<T> {
  const until = performance.now() + LEASE_MS;
  for (let pause = AGAIN_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || performance.now() + pause > until) throw error;
    }
    await sleep(pause);
  }
}

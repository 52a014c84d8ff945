/** A PAC's answer is worth money: while the database is away it is held in memory, and written down as soon as it is back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../problems/store-unavailable.ts';
import { LEASE_MS } from './ask-pac.ts';

const AGAIN_MS = 250;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Runs `write` until the database takes it, for as long as a lease lasts: after that somebody else sends the same bytes again and
 * gets the same answer. `write` must be safe to repeat, for a commit whose confirmation was lost has happened.
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

/** The queue of invoice requests. It is bounded, and portals take turns in it, so that a crowd at one shop delays only that shop. */
import { Problem } from '../../problems/problem.ts';
import { FairQueue, type FairQueueOptions, QueueFull } from '../../threads/fair-queue.ts';

/** The queue that invoices are issued from. It is shared fairly among the portals. */
export type IssueLine = {
  /**
   * Runs `work`, which claims an invoice, when the portal's turn comes. Throws `busy` with `retryAfter` if the queue is full or the wait too
   * long; then nothing was done.
   */
  begin<T>(slug: string, work: () => Promise<T>): Promise<T>;
};

/**
 * One core issues about 25 to 30 invoices a second (`npm run bench`, 2026-11), so a full queue of one portal takes about ten seconds. It takes
 * longer on a busy machine. Together with the eight seconds to wait for a stamp, the wait ends before the portal's own timeout of 40 s. A place
 * is held until the invoice is claimed, but not while a PAC works.
 */
const LINE: FairQueueOptions = { width: 8, mostOfOne: 250, mostOfAll: 500, longestWaitMs: 25_000 };
const RETRY_AFTER_S = '10';

/** Creates the queue; the options say how many work at once and how many may wait, and for how long. */
export function createIssueLine(options: FairQueueOptions = LINE): IssueLine {
  const queue = new FairQueue(options);
  return {
    async begin(slug, work) {
      try {
        return await queue.run(slug, work);
      } catch (error) {
        throw error instanceof QueueFull ? new Problem('busy', { params: { retryAfter: RETRY_AFTER_S } }) : error;
      }
    },
  };
}

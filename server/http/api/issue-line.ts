/** The line of those who ask for an invoice: bounded, and portals take turns in it, so that a crowd at one shop is its own crowd. */
import { Problem } from '../../problems/problem.ts';
import { FairQueue, type FairQueueOptions, QueueFull } from '../../threads/fair-queue.ts';

/** The queue that invoices are issued from. It is shared fairly among the portals. */
export type IssueLine = {
  /**
   * Does what leads to a claimed invoice when the portal's turn has come. Throws `busy`, with a time to ask again at, when the line is
   * full or the wait too long: nothing was done then.
   */
  begin<T>(slug: string, work: () => Promise<T>): Promise<T>;
};

/**
 * One core issues some 25 to 30 invoices a second (`npm run bench`, 2026-11): a full line of one portal is served in about ten seconds. On
 * a busy machine it takes longer: with the eight seconds that a stamp is waited for, the wait ends before the portal's own deadline of 40 s.
 * A place is held until the invoice is claimed, never while a PAC takes its time.
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

/**
 * Follows cancellations in the background until the SAT's status is final, also after a crash of any server, a lost answer, or days of
 * waiting for a receptor.
 */
import type { Cancellation } from './cancellation.ts';
import { type DueWork, doDueWork, startDueWork, type Worker } from './due-work.ts';
import type { Invoicing } from './invoicing.ts';
import { settleCancellation } from './settle-cancellation.ts';

const EVERY_MS = 2_000;
/** The SAT is asked one question at a time anyway. */
const AT_ONCE = 4;

/** Polls for due cancellations immediately and then every two seconds, with at most four in flight. */
export function startCancellationWorker(invoicing: Invoicing): Worker {
  return startDueWork(followingOf(invoicing));
}

/** Advances every cancellation that is due now by one step. Never throws. */
export async function settleCancellationsDue(invoicing: Invoicing): Promise<void> {
  await doDueWork(followingOf(invoicing));
}

function followingOf(invoicing: Invoicing): DueWork<Cancellation> {
  const { store, now, log } = invoicing;
  return {
    everyMs: EVERY_MS,
    atOnce: AT_ONCE,
    due: (limit) => store.cancellations.due(now(), limit),
    work: (cancellation) => settleCancellation(invoicing, cancellation),
    failed: (cancellation, error) =>
      log('cancellation.failed', { cancellation, error: error instanceof Error ? error.name : 'unknown' }),
  };
}

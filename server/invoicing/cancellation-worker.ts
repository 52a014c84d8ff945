/**
 * Follows cancellations in the background until the SAT's status is final, also after a crash of any server, a lost answer, or days of
 * waiting for a receptor.
 */

import type { Log } from '../text/log.ts';
import type { Cancellation } from './cancellation.ts';
import type { CancellationStore } from './cancellation-store.ts';
import { type DueWork, type DueWorker, doDueWork, startDueWork } from './due-work.ts';
import { type SettleCancellationDeps, settleCancellation } from './settle-cancellation.ts';

const EVERY_MS = 2_000;
/** The SAT is asked one question at a time anyway. */
const AT_ONCE = 4;

/** What following cancellations may touch. */
type FollowDeps = SettleCancellationDeps & {
  readonly store: { readonly cancellations: CancellationStore };
  readonly now: () => number;
  readonly log: Log;
};

/** Polls for due cancellations immediately and then every two seconds, with at most four in flight. */
export function startCancellationWorker(deps: FollowDeps): DueWorker {
  return startDueWork(followingOf(deps));
}

/** Advances every cancellation that is due now by one step. Never throws. */
export async function settleCancellationsDue(deps: FollowDeps): Promise<void> {
  await doDueWork(followingOf(deps));
}

function followingOf(deps: FollowDeps): DueWork<Cancellation> {
  const { store, now, log } = deps;
  return {
    everyMs: EVERY_MS,
    atOnce: AT_ONCE,
    due: (limit) => store.cancellations.due(now(), limit),
    work: (cancellation) => settleCancellation(deps, cancellation),
    failed: (cancellation, error) =>
      log('cancellation.failed', { cancellation, error: error instanceof Error ? error.name : 'unknown' }),
  };
}

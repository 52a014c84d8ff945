/**
 * The rules of a cancellation's steps, independent of any database: each takes the current cancellation, locked by its caller, and returns what
 * changes and the entry for its history.
 */

import { type Cancellation, type CancellationState, type HowCanceled, isOver, stateAfter } from './cancellation.ts';
import type { CancellationStep, CancellationStore, Learned } from './cancellation-store.ts';
import { isToCome } from './far-ahead.ts';
import type { Lease } from './phases.ts';

type Call = Parameters<CancellationStore['call']>[1];
type Canceled = Parameters<CancellationStore['cancel']>[1];

/** The changes of a step: absent properties stay as they are. A lease of `null` releases it. */
export type CancellationChange = {
  readonly state?: CancellationState;
  readonly pacId?: string;
  readonly fence?: number;
  readonly calledAt?: number;
  readonly inDoubtSince?: number;
  readonly takenAt?: number;
  readonly waitingSince?: number;
  readonly looks?: number;
  readonly nextAt?: number;
  readonly lease?: Lease | null;
  readonly how?: HowCanceled;
  readonly refusal?: NonNullable<Cancellation['refusal']>;
  readonly settledAt?: number;
};

/** The change, and the entry for the history. */
export type CancellationMove = { readonly change: CancellationChange; readonly step: CancellationStep };

/**
 * Before a call: raises the fence and takes the lease. An unanswered call may have arrived, so taking it over puts it in doubt. `leaseOwner` is
 * the process that takes the lease, if others can tell whether it is alive.
 */
export function call(
  current: Cancellation,
  { pacId, document, leaseUntil, now }: Call,
  leaseOwner: number | null,
): CancellationMove | 'busy' | 'settled' {
  const to = stateAfter(current.state, 'call');
  if (to === undefined || current.takenAt !== undefined) return 'settled';
  if (isToCome(current.leaseUntil, now)) return 'busy';
  const fence = current.fence + 1;
  const lease = { until: leaseUntil, owner: leaseOwner };
  return {
    change: {
      state: to,
      pacId,
      fence,
      calledAt: now,
      lease,
      nextAt: now,
      ...(current.state === 'sent' && doubted(current, now)),
    },
    step: { kind: 'call', fence, at: now, ...(document !== undefined && { document }) },
  };
}

const OF_A_CALL: ReadonlySet<Learned['on']> = new Set(['taken', 'turned-away', 'no-answer', 'refused']);

/** What an answer, or the SAT's status, changes; `undefined` for nothing. */
export function learn(current: Cancellation, learned: Learned): CancellationMove | undefined {
  const { on, fence, now, nextAt, reason, document } = learned;
  const to = stateAfter(current.state, on);
  const isOutdated = OF_A_CALL.has(on) && (current.fence !== fence || current.leaseUntil === undefined);
  // The SAT repeats itself: nothing changes.
  const isRepeated = on === 'sat-waiting' && current.waitingSince !== undefined && current.state === to;
  if (to === undefined || isOutdated || isRepeated) return undefined;
  return {
    change: { nextAt, lease: null, state: to, ...consequence(current, learned, now) },
    step: {
      ...{ kind: on, fence: current.fence, at: now },
      ...(reason !== undefined && { reason }),
      ...(document !== undefined && { document }),
    },
  };
}

/** What changes besides the state, or instead of it. */
function consequence(current: Cancellation, { on, refusal }: Learned, now: number): CancellationChange {
  const { takenAt = now, waitingSince = now, inDoubtSince } = current;
  switch (on) {
    case 'taken':
      return { takenAt, looks: 0 };
    case 'turned-away':
      return inDoubtSince === undefined ? {} : { state: 'in-doubt' };
    case 'no-answer':
      return doubted(current, now);
    case 'sat-waiting':
      return { takenAt, waitingSince };
    case 'refused':
    case 'sat-rejected':
    case 'lost':
      return { refusal: refusal ?? { code: on, message: '' }, settledAt: now };
    default:
      return {};
  }
}

function doubted({ inDoubtSince }: Cancellation, now: number): CancellationChange {
  return { inDoubtSince: inDoubtSince ?? now };
}

/** Records a look without result: retry later. Nothing once it is over. */
export function looked({ state, looks }: Cancellation, nextAt: number): CancellationChange | undefined {
  return isOver(state) ? undefined : { nextAt, looks: looks + 1 };
}

/** The SAT says Estado Cancelado, whatever was known before. */
export function cancel({ state, fence }: Cancellation, { how, now }: Canceled): CancellationMove | undefined {
  const to = stateAfter(state, 'sat-canceled');
  if (to === undefined) return undefined;
  return {
    change: { state: to, settledAt: now, lease: null, ...(how !== undefined && { how }) },
    step: { kind: 'sat-canceled', fence, at: now, ...(how !== undefined && { reason: how }) },
  };
}

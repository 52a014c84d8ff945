/** The rules of a cancellation's steps, independent of any engine, over its locked row: what changes, and the entry for its history. */

import { isOver, stateAfter } from '../server/invoicing/cancellation.ts';
import type { CancellationStore, Learned, NewCancellation } from '../server/invoicing/cancellation-store.ts';
import { isToCome } from '../server/invoicing/far-ahead.ts';
import type { CancellationRow, CancellationStepRow, NewCancellationRow } from './rows.ts';

type Call = Parameters<CancellationStore['call']>[1];
type Canceled = Parameters<CancellationStore['cancel']>[1];

/** The columns that change, and the line that is added. */
export type Move = {
  readonly patch: Partial<NewCancellationRow>;
  readonly step: Omit<CancellationStepRow, 'seq' | 'cancellationId'>;
};

/** A new request, as it is inserted. `afterRejection` says whether the receptor rejected one before. */
export function requestedRow(wanted: NewCancellation, afterRejection: boolean): NewCancellationRow {
  const { id, tenant, invoiceId, motivo, substitute, requestedBy, acceptanceNeeded, acceptanceUntil, now } = wanted;
  return {
    ...{ id, merchantId: tenant.merchantId, world: tenant.world, invoiceId, motivo, requestedBy, acceptanceNeeded },
    state: 'requested',
    substitute: substitute ?? null,
    acceptanceUntil: acceptanceUntil ?? null,
    afterRejection,
    pacId: null,
    fence: 0,
    calledAt: null,
    inDoubtSince: null,
    takenAt: null,
    waitingSince: null,
    looks: 0,
    nextAt: now,
    leaseUntil: null,
    leaseOwner: null,
    how: null,
    refusalCode: null,
    refusalMessage: null,
    createdAt: now,
    settledAt: null,
  };
}

/**
 * Before a call: raises the fence and takes the lease. An unanswered call may have arrived, so taking it over puts it in doubt. `leaseOwner` is
 * the process that takes the lease, if others can tell whether it is alive.
 */
export function call(
  row: CancellationRow,
  { pacId, document, leaseUntil, now }: Call,
  leaseOwner: number | null,
): Move | 'busy' | 'settled' {
  const to = stateAfter(row.state, 'call');
  if (to === undefined || row.takenAt !== null) return 'settled';
  if (isToCome(row.leaseUntil, now)) return 'busy';
  const fence = row.fence + 1;
  const inDoubtSince = row.inDoubtSince ?? (row.state === 'sent' ? now : null);
  return {
    patch: { state: to, pacId, fence, calledAt: now, inDoubtSince, leaseUntil, leaseOwner, nextAt: now },
    step: { kind: 'call', fence, at: now, reason: null, document: document ?? null },
  };
}

const OF_A_CALL: ReadonlySet<Learned['on']> = new Set(['taken', 'turned-away', 'no-answer', 'refused']);

/** What an answer, or the SAT's status, changes; `undefined` for nothing. */
export function learn(row: CancellationRow, learned: Learned): Move | undefined {
  const { on, fence, now, nextAt, reason, refusal, document } = learned;
  const isOfCall = OF_A_CALL.has(on);
  const to = stateAfter(row.state, on);
  if (to === undefined || (isOfCall && (row.fence !== fence || row.leaseUntil === null))) return undefined;
  const step = { kind: on, fence: row.fence, at: now, reason: reason ?? null, document: document ?? null };
  const later = { nextAt, leaseUntil: null };
  switch (on) {
    case 'taken':
      return { patch: { ...later, state: to, takenAt: row.takenAt ?? now, looks: 0 }, step };
    case 'turned-away':
      return { patch: { ...later, state: row.inDoubtSince === null ? to : 'in-doubt' }, step };
    case 'no-answer':
      return { patch: { ...later, state: to, inDoubtSince: row.inDoubtSince ?? now }, step };
    case 'sat-waiting': {
      // The SAT repeats itself: nothing changes.
      if (row.waitingSince !== null && row.state === to) return undefined;
      const since = { takenAt: row.takenAt ?? now, waitingSince: row.waitingSince ?? now };
      return { patch: { ...later, state: to, ...since }, step };
    }
    case 'refused':
    case 'sat-rejected':
    case 'lost': {
      const { code, message } = refusal ?? { code: on, message: '' };
      return { patch: { ...later, state: to, refusalCode: code, refusalMessage: message, settledAt: now }, step };
    }
    default:
      return { patch: { ...later, state: to }, step };
  }
}

/** Records a look without result: retry later. Nothing once it is over. */
export function looked(row: CancellationRow, nextAt: number): Partial<NewCancellationRow> | undefined {
  return isOver(row.state) ? undefined : { nextAt, looks: row.looks + 1 };
}

/** The SAT says Estado Cancelado, whatever was known before. */
export function cancel(row: CancellationRow, { how, now }: Canceled): Move | undefined {
  const to = stateAfter(row.state, 'sat-canceled');
  if (to === undefined) return undefined;
  return {
    patch: { state: to, how: how ?? null, settledAt: now, leaseUntil: null },
    step: { kind: 'sat-canceled', fence: row.fence, at: now, reason: how ?? null, document: null },
  };
}

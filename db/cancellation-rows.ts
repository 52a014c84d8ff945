/** Rows of cancellations and of their histories, the same on both engines, and the values that they represent. */

import type { Cancellation } from '../server/invoicing/cancellation.ts';
import type { CancellationChange } from '../server/invoicing/cancellation-phases.ts';
import type { CancellationStep, NewCancellation } from '../server/invoicing/cancellation-store.ts';
import { toLeaseColumns } from './invoice-rows.ts';
import { type CancellationRow, type CancellationStepRow, type NewCancellationRow, present } from './rows.ts';

/** A new request, as it is inserted. `afterRejection` says whether the receptor rejected one before. */
export function toCancellationRow(wanted: NewCancellation, afterRejection: boolean): NewCancellationRow {
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
    ...toLeaseColumns(null),
    how: null,
    refusalCode: null,
    refusalMessage: null,
    createdAt: now,
    settledAt: null,
  };
}

/** What a step changes, in the columns of the cancellation. */
export function toChangedCancellation({ lease, refusal, ...own }: CancellationChange): Partial<NewCancellationRow> {
  return {
    ...own,
    ...(lease !== undefined && toLeaseColumns(lease)),
    ...(refusal && { refusalCode: refusal.code, refusalMessage: refusal.message }),
  };
}

/** Converts a row to a cancellation. */
export function fromCancellationRow(row: NewCancellationRow | CancellationRow): Cancellation {
  const { merchantId, world, refusalCode, refusalMessage, leaseOwner: _owner, ...rest } = row;
  // The order of insertion is the table's own column.
  const { seq: _, ...own } = rest as typeof rest & { readonly seq?: number };
  const refusal = refusalCode === null ? null : { code: refusalCode, message: refusalMessage ?? '' };
  return present({ ...own, tenant: { merchantId, world }, refusal });
}

/** Converts a row to an entry of a cancellation's history. */
export function fromCancellationStepRow({ kind, fence, at, reason, document }: CancellationStepRow): CancellationStep {
  return present({ kind, fence, at, reason, document });
}

/** An entry of a cancellation's history, as it is inserted. */
export function toCancellationStepRow(
  cancellationId: string,
  { kind, fence, at, reason, document }: CancellationStep,
): Omit<CancellationStepRow, 'seq'> {
  return { cancellationId, kind, fence, at, reason: reason ?? null, document: document ?? null };
}

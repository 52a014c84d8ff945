/** Stores cancellation requests, inside a transaction that has locked the invoice: for a caller, or when a substitute is recorded. */

import { type Cancellation, RECEPTOR_REFUSED } from '../../server/invoicing/cancellation.ts';
import type { NewCancellation } from '../../server/invoicing/cancellation-store.ts';
import { fromCancellationRow, toCancellationRow, toCancellationStepRow } from '../cancellation-rows.ts';
import type { Engine } from '../engines/engine.ts';
import { statement, type Work } from '../engines/work.ts';

type InvoiceId = { readonly invoiceId: string };

/** Prepares, for one engine, `openOf`, which finds an invoice's open request, and `keep`, which stores a new one. */
export function prepareCancellationRequests({ db, insertMany }: Engine) {
  const earlier = statement(({ invoiceId }: InvoiceId) =>
    db.selectFrom('cancellation').selectAll().where('invoiceId', '=', invoiceId).orderBy('seq', 'desc'),
  );

  /** The request that is not over yet. */
  function* openOf(invoiceId: string): Work<Cancellation | undefined> {
    const open = (yield* earlier.all({ invoiceId })).find(({ settledAt }) => settledAt === null);
    return open && fromCancellationRow(open);
  }

  /** Stores the request unless one is already open. */
  function* keep(wanted: NewCancellation): Work<Cancellation> {
    const { invoiceId } = wanted;
    const wasRejected = (yield* earlier.all({ invoiceId })).some(({ refusalCode }) => refusalCode === RECEPTOR_REFUSED);
    const row = toCancellationRow(wanted, wasRejected || wanted.afterRejection === true);
    yield* insertMany('cancellation', [row]);
    const step = { kind: 'requested', fence: 0, at: wanted.now, reason: wanted.requestedBy } as const;
    yield* insertMany('cancellationStep', [toCancellationStepRow(row.id, step)]);
    return fromCancellationRow(row);
  }

  return { openOf, keep };
}

/** Settles unfinished invoices in the background, after a crash of any server, a lost answer or an outage of the PAC. */

import type { Log } from '../text/log.ts';
import { type DueWork, type DueWorker, doDueWork, startDueWork } from './due-work.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { type SettleDeps, settle } from './settle.ts';

const EVERY_MS = 500;
/** Two servers fill what a PAC accepts at a time. */
const AT_ONCE = 16;

/** What the worker may touch. */
type SettleWorkerDeps = SettleDeps & {
  readonly store: { readonly invoices: InvoiceStore };
  readonly now: () => number;
  readonly log: Log;
};

/** Polls for due invoices immediately and then twice a second, with at most sixteen in flight. */
export function startSettleWorker(deps: SettleWorkerDeps): DueWorker {
  return startDueWork(settlingOf(deps));
}

/** Settles every invoice that is due now, each once. Never throws. */
export async function settleDue(deps: SettleWorkerDeps): Promise<void> {
  await doDueWork(settlingOf(deps));
}

function settlingOf(deps: SettleWorkerDeps): DueWork<Invoice> {
  const { store, now, log } = deps;
  return {
    everyMs: EVERY_MS,
    atOnce: AT_ONCE,
    // Whatever a server that died was sending is due as well.
    before: () => store.invoices.freeDeadLeases(),
    due: (limit) => store.invoices.due(now(), limit),
    work: (invoice) => settle(deps, invoice),
    failed: (invoice, error) =>
      log('settle.failed', { invoice, error: error instanceof Error ? error.name : 'unknown' }),
  };
}

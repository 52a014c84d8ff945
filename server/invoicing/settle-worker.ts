/** Settles unfinished invoices in the background, after a crash of any server, a lost answer or an outage of the PAC. */
import { type DueWork, doDueWork, startDueWork, type Worker } from './due-work.ts';
import type { Invoice } from './invoice.ts';
import type { Invoicing } from './invoicing.ts';
import { settle } from './settle.ts';

const EVERY_MS = 500;
/** Two servers fill what a PAC takes at a time. */
const AT_ONCE = 16;

/** Polls for due invoices immediately and then twice a second, with at most sixteen in flight. */
export function startSettleWorker(invoicing: Invoicing): Worker {
  return startDueWork(settlingOf(invoicing));
}

/** Settles every invoice that is due now, each once. Never throws. */
export async function settleDue(invoicing: Invoicing): Promise<void> {
  await doDueWork(settlingOf(invoicing));
}

function settlingOf(invoicing: Invoicing): DueWork<Invoice> {
  const { store, now, log } = invoicing;
  return {
    everyMs: EVERY_MS,
    atOnce: AT_ONCE,
    // Whatever a server that died was sending is due as well.
    before: () => store.invoices.freeDeadLeases(),
    due: (limit) => store.invoices.due(now(), limit),
    work: (invoice) => settle(invoicing, invoice),
    failed: (invoice, error) =>
      log('settle.failed', { invoice, error: error instanceof Error ? error.name : 'unknown' }),
  };
}

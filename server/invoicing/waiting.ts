/** Waits for an invoice to be settled, as long as its caller waits for the answer. */

import type { Log } from '../text/log.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { type SettleDeps, settle } from './settle.ts';

/** How long a request waits for its invoice before the answer is "pending". */
const WAIT_MS = 8_000;
/** The first poll comes soon, because most stamps are fast; later ones come at growing intervals. */
const FIRST_LOOK_MS = 20;
const LAST_LOOK_MS = 250;
/** While this process works on it: only another server that took it over can be faster. */
const WORKING_LOOK_MS = 2_000;

/** What waiting for an invoice reads. */
export type WaitDeps = {
  readonly store: { readonly invoices: InvoiceStore };
};

/** What settling an invoice in the background may touch. */
export type SettleAsideDeps = SettleDeps &
  WaitDeps & {
    readonly log: Log;
  };

/** Settles it in the background: the promise resolves when this process can do no more for it, and never rejects. */
export async function settleAside(deps: SettleAsideDeps, invoice: Invoice): Promise<void> {
  try {
    await settle(deps, invoice);
  } catch (error) {
    deps.log('settle.failed', { invoice: invoice.id, error: error instanceof Error ? error.name : 'unknown' });
  }
}

/** Settles it and returns its state then, or after eight seconds. */
export function awaitSettled(deps: SettleAsideDeps, invoice: Invoice): Promise<Invoice> {
  return waitFor(deps, { invoice, settled: settleAside(deps, invoice) });
}

/**
 * Polls the database, because another process may settle it. While this process works on it, it polls rarely, so that hundreds
 * of waiting callers do not overload the database.
 */
export async function waitFor(
  deps: WaitDeps,
  { invoice, settled }: { readonly invoice: Invoice; readonly settled?: Promise<void> },
): Promise<Invoice> {
  const until = performance.now() + WAIT_MS;
  let current = invoice;
  let soon = settled;
  for (
    let pause = FIRST_LOOK_MS;
    isMoving(current) && performance.now() < until;
    pause = soon ? pause : Math.min(pause * 1.5, LAST_LOOK_MS)
  ) {
    const isSettled = await endsWithin(soon ? WORKING_LOOK_MS : pause, soon);
    if (isSettled) soon = undefined;
    current = (await deps.store.invoices.get(invoice.id)) ?? current;
  }
  return current;
}

/** Waits this long, or until the work ends if that is sooner; returns whether it ended. */
function endsWithin(ms: number, work: Promise<void> | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void work?.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function isMoving({ state }: Invoice): boolean {
  return state === 'claimed' || state === 'sealed' || state === 'sending' || state === 'in-doubt';
}

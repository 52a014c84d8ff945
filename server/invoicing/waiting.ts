/** Waiting for an invoice to be settled, for as long as somebody who asked for it waits for an answer. */
import type { Invoice } from './invoice.ts';
import type { Invoicing } from './invoicing.ts';
import { settle } from './settle.ts';

/** How long a request waits for its invoice before the answer is "pending". */
const WAIT_MS = 8_000;
/** The first look comes soon, for most stamps take little; the next ones ever later. */
const FIRST_LOOK_MS = 20;
const LAST_LOOK_MS = 250;

/** Settles it beside its caller: the promise resolves when this process can do no more for it, and never rejects. */
export async function settleAside(invoicing: Invoicing, invoice: Invoice): Promise<void> {
  try {
    await settle(invoicing, invoice);
  } catch (error) {
    invoicing.log('settle.failed', { invoice: invoice.id, error: error instanceof Error ? error.name : 'unknown' });
  }
}

/** Settles it and answers how it stands then, or after eight seconds. */
export function awaitSettled(invoicing: Invoicing, invoice: Invoice): Promise<Invoice> {
  return waitFor(invoicing, { invoice, settled: settleAside(invoicing, invoice) });
}

/**
 * Looks at the database: another process may be the one that settles it. Where this one does, it looks once that has ended and hardly
 * before, so that two hundred who wait do not ask the database all the time.
 */
export async function waitFor(
  invoicing: Invoicing,
  { invoice, settled }: { readonly invoice: Invoice; readonly settled?: Promise<void> },
): Promise<Invoice> {
  const until = performance.now() + WAIT_MS;
  let current = invoice;
  let soon = settled;
  for (
    let pause = soon ? LAST_LOOK_MS : FIRST_LOOK_MS;
    isMoving(current) && performance.now() < until;
    pause = Math.min(pause * 1.5, LAST_LOOK_MS)
  ) {
    const isSettled = await endsWithin(pause, soon);
    if (isSettled) soon = undefined;
    current = (await invoicing.store.invoices.get(invoice.id)) ?? current;
  }
  return current;
}

/** Waits so long, or until the work ends if that is sooner; answers whether it did. */
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

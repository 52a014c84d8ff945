/** Settles what nobody is waiting for any more: after a crash, a lost answer, an outage of the PAC. */
import type { Invoicing } from './invoicing.ts';
import { settle } from './settle.ts';

const EVERY_MS = 1000;
const AT_ONCE = 8;

export type SettleWorker = { stop(): Promise<void> };

/**
 * Looks for due invoices every second and settles up to eight side by side; neither a failing one nor a PAC that takes its time
 * with one delays the others. `stop` waits for what is in flight.
 */
export function startSettleWorker(invoicing: Invoicing): SettleWorker {
  const inFlight = new Map<string, Promise<void>>();
  let look: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    look = look.then(() => takeDue(invoicing, inFlight));
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await look;
      await Promise.all(inFlight.values());
    },
  };
}

/** One look: starts what is due and not in flight yet, without waiting for it. */
async function takeDue(invoicing: Invoicing, inFlight: Map<string, Promise<void>>): Promise<void> {
  const free = AT_ONCE - inFlight.size;
  if (free === 0) return;
  try {
    // What is in flight may still be due until its lease is taken: so many more are asked for.
    const due = await invoicing.store.invoices.due(invoicing.now(), AT_ONCE);
    for (const invoice of due.filter(({ id }) => !inFlight.has(id)).slice(0, free)) {
      const settled = settle(invoicing, invoice)
        .catch((error: unknown) => logFailure(invoicing, invoice.id, error))
        .then(() => void inFlight.delete(invoice.id));
      inFlight.set(invoice.id, settled);
    }
  } catch (error) {
    logFailure(invoicing, undefined, error);
  }
}

function logFailure({ log }: Invoicing, invoice: string | undefined, error: unknown): void {
  log('settle.failed', { invoice, error: error instanceof Error ? error.name : 'unknown' });
}

/** Settles what nobody is waiting for any more: after a crash, a lost answer, an outage of the PAC. */
import type { Invoicing } from './invoicing.ts';
import { settle } from './settle.ts';

const EVERY_MS = 1000;
const AT_ONCE = 8;

export type SettleWorker = { stop(): Promise<void> };

/** Looks for due invoices every second; one failing never delays another. `stop` waits for what is in flight. */
export function startSettleWorker(invoicing: Invoicing): SettleWorker {
  let stopped = false;
  let round: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    round = round.then(() => (stopped ? undefined : settleDue(invoicing)));
  }, EVERY_MS);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await round;
    },
  };
}

/** One round: up to eight due invoices, side by side. */
export async function settleDue(invoicing: Invoicing): Promise<void> {
  try {
    const due = await invoicing.store.invoices.due(invoicing.now(), AT_ONCE);
    await Promise.all(
      due.map((invoice) =>
        settle(invoicing, invoice).catch((error: unknown) => logFailure(invoicing, invoice.id, error)),
      ),
    );
  } catch (error) {
    logFailure(invoicing, undefined, error);
  }
}

function logFailure({ log }: Invoicing, invoice: string | undefined, error: unknown): void {
  log('settle.failed', { invoice, error: error instanceof Error ? error.name : 'unknown' });
}

/** Settles what nobody is waiting for any more: after a crash, a lost answer, an outage of the PAC. */
import type { Invoicing } from './invoicing.ts';
import { settle } from './settle.ts';

const EVERY_MS = 1000;
const AT_ONCE = 8;

export type SettleWorker = { stop(): Promise<void> };

/**
 * Looks for due invoices at once and then every second, with at most eight in flight; neither one that fails nor one whose PAC
 * takes its time delays another. `stop` waits for what is in flight.
 */
export function startSettleWorker(invoicing: Invoicing): SettleWorker {
  const inFlight = new Set<string>();
  const rounds = new Set<Promise<void>>();
  const look = (): void => {
    const round: Promise<void> = settleDue(invoicing, inFlight).then(() => void rounds.delete(round));
    rounds.add(round);
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(rounds);
    },
  };
}

/** One round: settles what is due and not in `inFlight` already, side by side, up to eight with those. Never throws. */
export async function settleDue(invoicing: Invoicing, inFlight: Set<string> = new Set()): Promise<void> {
  if (inFlight.size >= AT_ONCE) return;
  try {
    const due = await invoicing.store.invoices.due(invoicing.now(), AT_ONCE);
    const taken = due.filter(({ id }) => !inFlight.has(id)).slice(0, Math.max(0, AT_ONCE - inFlight.size));
    for (const { id } of taken) inFlight.add(id);
    await Promise.all(
      taken.map((invoice) =>
        settle(invoicing, invoice)
          .catch((error: unknown) => logFailure(invoicing, invoice.id, error))
          .finally(() => inFlight.delete(invoice.id)),
      ),
    );
  } catch (error) {
    logFailure(invoicing, undefined, error);
  }
}

function logFailure({ log }: Invoicing, invoice: string | undefined, error: unknown): void {
  log('settle.failed', { invoice, error: error instanceof Error ? error.name : 'unknown' });
}

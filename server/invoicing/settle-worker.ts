/** Settles what nobody is waiting for any more: after a crash of this server or another, a lost answer, an outage of the PAC. */
import type { Invoicing } from './invoicing.ts';
import { settle } from './settle.ts';

const EVERY_MS = 500;
/** Two servers fill what a PAC takes at a time. */
const AT_ONCE = 16;

export type SettleWorker = { stop(): Promise<void> };

/**
 * Looks for due invoices at once and then twice a second, with at most sixteen in flight, and goes on without a pause while more are due;
 * neither one that fails nor one whose PAC takes its time delays another. `stop` waits for what is in flight.
 */
export function startSettleWorker(invoicing: Invoicing): SettleWorker {
  const settling = createSettling(invoicing);
  void settling.look();
  const timer = setInterval(() => void settling.look(), EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await settling.stop();
    },
  };
}

/** Settles whatever is due now, each once. Never throws. */
export async function settleDue(invoicing: Invoicing): Promise<void> {
  const settling = createSettling(invoicing);
  await settling.look();
  await settling.ended();
}

type Settling = {
  /** Takes up what is due and not taken up yet. One that was tried in this look and is due again waits for the next. */
  look(): Promise<void>;
  /** Resolves when nothing is in flight. */
  ended(): Promise<void>;
  /** Takes up nothing more, and resolves when nothing is in flight. */
  stop(): Promise<void>;
};

function createSettling(invoicing: Invoicing): Settling {
  const inFlight = new Map<string, Promise<void>>();
  const looking = new Set<Promise<void>>();
  const tried = new Set<string>();
  let isStopped = false;
  /** Whether more was due than could be taken up. */
  let isBehind = false;

  function start(id: string, work: () => Promise<unknown>): void {
    tried.add(id);
    const settled = work()
      .catch((error: unknown) => logFailure(invoicing, id, error))
      .then(() => {
        inFlight.delete(id);
        if (isBehind) goOn();
      });
    inFlight.set(id, settled);
  }

  async function takeUp(): Promise<void> {
    if (isStopped || inFlight.size >= AT_ONCE) return;
    try {
      const limit = AT_ONCE + inFlight.size + tried.size;
      const due = await invoicing.store.invoices.due(invoicing.now(), limit);
      const waiting = due.filter(({ id }) => !inFlight.has(id) && !tried.has(id));
      const free = isStopped ? 0 : Math.max(0, AT_ONCE - inFlight.size);
      isBehind = waiting.length > free || due.length === limit;
      for (const invoice of waiting.slice(0, free)) start(invoice.id, () => settle(invoicing, invoice));
    } catch (error) {
      logFailure(invoicing, undefined, error);
    }
  }

  /** Whatever a server that died was sending is due as well. */
  async function takeOver(): Promise<void> {
    await invoicing.store.invoices.freeDeadLeases().catch((error: unknown) => logFailure(invoicing, undefined, error));
    await takeUp();
  }

  function goOn(take: () => Promise<void> = takeUp): Promise<void> {
    const round: Promise<void> = take().then(() => void looking.delete(round));
    looking.add(round);
    return round;
  }

  const ended = async (): Promise<void> => {
    while (looking.size + inFlight.size > 0) await Promise.all([...looking, ...inFlight.values()]);
  };
  return {
    look() {
      tried.clear();
      return goOn(takeOver);
    },
    ended,
    async stop() {
      isStopped = true;
      await ended();
    },
  };
}

function logFailure({ log }: Invoicing, invoice: string | undefined, error: unknown): void {
  log('settle.failed', { invoice, error: error instanceof Error ? error.name : 'unknown' });
}

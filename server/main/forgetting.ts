/** Deletes what is no longer needed: delivered events, counts of past days, calls that proved nothing, PDFs that nobody requests. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../../db/store.ts';
import type { StampJournal } from '../journal/stamp-journal.ts';
import { EVENTS_KEPT_MS } from '../outbox/event.ts';

const DAY_MS = 86_400_000;
const EVERY_MS = 6 * 3_600_000;
/** No limit counts for longer than a day; a few more days cover every time zone and a clock that was corrected. */
const ATTEMPTS_KEPT_MS = 7 * DAY_MS;
/**
 * A call that settled nothing is of use only while its invoice is disputed. What proves a stamp, a refusal or that there was none stays for
 * good: an invoice's stamped XML is kept by law for five years from the return (CFF art. 30, 2026), and its proof with it.
 */
const CALLS_KEPT_MS = 90 * DAY_MS;
/** The XML is the invoice; a PDF can be printed of it again. Customers fetch theirs within days, accountants within the quarter. */
const PRINTS_KEPT_MS = 90 * DAY_MS;
/**
 * Two whole years besides the current one, because a merchant compares a season with the last one. A portal's day is at most a dozen
 * counts.
 */
const VISITS_KEPT_MS = 3 * 366 * DAY_MS;
const AT_A_TIME = 200;

/** The stores and the journal that are pruned, and the clock and log to use. */
export type Forgetting = {
  readonly store: {
    readonly accounts: Pick<Store['accounts'], 'pruneOver'>;
    readonly events: Pick<Store['events'], 'prune'>;
    readonly attempts: Pick<Store['attempts'], 'prune'>;
    readonly invoices: Pick<Store['invoices'], 'pruneCalls'>;
    readonly prints: Pick<Store['prints'], 'prune'>;
    readonly visits: Pick<Store['visits'], 'prune'>;
  };
  readonly journal: Pick<StampJournal, 'prune'>;
  readonly now: () => number;
  readonly log: (event: string, fields: Readonly<Record<string, string>>) => void;
};

/** At once, and four times a day. What fails is logged and tried the next time, and stops nothing else. */
export function startForgetting({ store, journal, now, log }: Forgetting): {
  /** Resolves when the current round is over. */
  ran(): Promise<void>;
  /** Starts no more deletions, and resolves when the current one has ended. */
  stop(): Promise<void>;
} {
  let isStopped = false;
  const all = async (prune: (limit: number) => Promise<number>): Promise<void> => {
    while (!isStopped && (await prune(AT_A_TIME)) >= AT_A_TIME) await nextTurn();
  };
  const forgets: Readonly<Record<string, () => Promise<void>>> = {
    events: () => store.events.prune(now() - EVENTS_KEPT_MS),
    attempts: () => all((limit) => store.attempts.prune(dayOf(now() - ATTEMPTS_KEPT_MS), limit)),
    calls: () => all((limit) => store.invoices.pruneCalls(now() - CALLS_KEPT_MS, limit)),
    sessions: () => all((limit) => store.accounts.pruneOver(now(), limit)),
    visits: () => all((limit) => store.visits.prune(dayOf(now() - VISITS_KEPT_MS), limit)),
    journal: () => journal.prune(now()),
    prints: () => all((limit) => store.prints.prune(now() - PRINTS_KEPT_MS, limit)),
  };
  const forget = async (): Promise<void> => {
    for (const [what, prune] of Object.entries(forgets))
      await prune().catch((error: unknown) =>
        log('forgetting.failed', { what, error: error instanceof Error ? error.name : 'unknown' }),
      );
  };
  let running = forget();
  const timer = setInterval(() => {
    running = running.then(forget);
  }, EVERY_MS);
  return {
    ran: () => running,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

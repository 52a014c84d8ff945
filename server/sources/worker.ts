/** What sources left undone: sales whose facts came and whose maker died, and providers that never tell twice. */

import type { SourceAccounts } from './accounts.ts';
import { type Intake, makeLeftSales, takeList } from './intake.ts';

const EVERY_MS = 5_000;
/** A shop that never tells twice is asked this often what changed. */
const POLL_EVERY_MS = 300_000;
/** Each look goes back so far over the one before: clocks differ, and what was told twice is one. */
const OVERLAP_MS = 600_000;

/** Types whose provider tells an event once and never again (WooCommerce: wire-contracts 14.4, read 2026-11). */
const POLLED = ['woocommerce'] as const;

export type SourceWorker = { stop(): Promise<void> };

/** Looks at once and every five seconds; one round at a time. */
export function startSourceWorker(intake: Intake, accounts: SourceAccounts): SourceWorker {
  let running: Promise<void> | undefined;
  const polled = new Map<string, number>();
  const look = (): void => {
    running ??= round(intake, accounts, polled).finally(() => {
      running = undefined;
    });
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

async function round(intake: Intake, accounts: SourceAccounts, polled: Map<string, number>): Promise<void> {
  try {
    await makeLeftSales(intake);
    await poll(intake, accounts, polled);
  } catch (error) {
    intake.log('sources.failed', { error: error instanceof Error ? error.name : 'unknown' });
  }
}

/** `polled` is when each was last asked, whole, by this process; before that, the last that is known to have come is where it begins. */
async function poll(intake: Intake, accounts: SourceAccounts, polled: Map<string, number>): Promise<void> {
  const { sources } = intake.store;
  for (const account of await sources.every(POLLED)) {
    const { lastEventAt = account.createdAt } = await sources.health(account.id);
    const before = polled.get(account.id);
    if (before !== undefined && intake.now() - before < POLL_EVERY_MS) continue;
    const started = intake.now();
    const source = await accounts.open(account);
    const read = source && (await takeList(intake, account, source, (before ?? lastEventAt) - OVERLAP_MS));
    if (read?.kind === 'all') polled.set(account.id, started);
  }
}

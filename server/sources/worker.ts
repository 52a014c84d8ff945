/** What sources left undone: sales whose facts came and whose maker died, and shops that never tell twice. */
import type { SourceAccounts } from './accounts.ts';
import { type Intake, makeLeftSales } from './intake.ts';
import { createPolling, type Polling } from './polling.ts';

const EVERY_MS = 5_000;

export type SourceWorker = { stop(): Promise<void> };

/** Looks at once and every five seconds; one round at a time. */
export function startSourceWorker(intake: Intake, accounts: SourceAccounts): SourceWorker {
  const polling = createPolling(intake, accounts);
  let running: Promise<void> | undefined;
  const look = (): void => {
    running ??= round(intake, polling).finally(() => {
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

async function round(intake: Intake, polling: Polling): Promise<void> {
  try {
    await makeLeftSales(intake);
    await polling.round();
  } catch (error) {
    intake.log('sources.failed', { error: error instanceof Error ? error.name : 'unknown' });
  }
}

/**
 * What sources left undone: sales whose facts came and whose maker died, shops that never tell twice, folders where spreadsheets are
 * left.
 */
import type { SourceAccounts } from './accounts.ts';
import { createInbox } from './inbox.ts';
import { type Intake, makeLeftSales } from './intake.ts';
import { createPolling } from './polling.ts';

const EVERY_MS = 5_000;

export type SourceWorker = { stop(): Promise<void> };

/** Looks at once and every five seconds; one round at a time. */
export function startSourceWorker(intake: Intake, accounts: SourceAccounts, inboxDir: string): SourceWorker {
  const parts = [createPolling(intake, accounts), createInbox(intake, inboxDir)];
  let running: Promise<void> | undefined;
  const look = (): void => {
    running ??= round(intake, parts).finally(() => {
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

async function round(intake: Intake, parts: readonly { round(): Promise<void> }[]): Promise<void> {
  const steps = [() => makeLeftSales(intake), ...parts.map((part) => () => part.round())];
  for (const step of steps) {
    await step().catch((error: unknown) => {
      intake.log('sources.failed', { error: error instanceof Error ? error.name : 'unknown' });
    });
  }
}

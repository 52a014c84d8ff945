/** The background work of sources: sales whose facts are stored but not folded, shops that must be polled, inbox folders. */
import type { SourceAccounts } from './accounts.ts';
import { makePendingSales } from './intake/intake.ts';
import type { Intake } from './intake/intake-context.ts';
import { createInbox } from './own-system/inbox/inbox.ts';
import { createPolling } from './providers/polling.ts';

const EVERY_MS = 5_000;
const AT_ONCE = 50;

/** The running worker. `stop` resolves when the round in progress has ended. */
export type SourceWorker = { stop(): Promise<void> };

/** Starts the worker: a round now and every five seconds, one at a time. */
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

/** A changed setting leaves thousands of sales to make; as many as fit are made before the next round. */
async function makeAllPending(intake: Intake): Promise<void> {
  const until = intake.now() + EVERY_MS;
  while ((await makePendingSales(intake, AT_ONCE)) === AT_ONCE && intake.now() < until);
}

async function round(intake: Intake, parts: readonly { round(): Promise<void> }[]): Promise<void> {
  const steps = [() => makeAllPending(intake), ...parts.map((part) => () => part.round())];
  for (const step of steps) {
    await step().catch((error: unknown) => {
      intake.log('sources.failed', { error: error instanceof Error ? error.name : 'unknown' });
    });
  }
}

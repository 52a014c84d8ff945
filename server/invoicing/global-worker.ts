/** Issues the scheduled facturas globales, resumes those that were left unfinished, and takes sales out of them. */
import { resumeExits } from './global-exit-worker.ts';
import { makeScheduled } from './global-scheduler.ts';
import { advanceGlobal } from './globalize.ts';
import type { Invoicing } from './invoicing.ts';

const EVERY_MS = 5_000;

/** Polls immediately and then every five seconds. Failures are logged and retried at the next poll. */
export function startGlobalWorker(invoicing: Invoicing): { stop(): Promise<void> } {
  let working: Promise<void> | undefined;
  const look = (): void => {
    working ??= resumeGlobals(invoicing).finally(() => {
      working = undefined;
    });
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await working;
    },
  };
}

/** Processes whatever is due. Never throws. */
export async function resumeGlobals(invoicing: Invoicing): Promise<void> {
  const { store, now, log } = invoicing;
  try {
    for (const run of await store.globalRuns.due(now(), 20)) await advanceGlobal(invoicing, run);
    await makeScheduled(invoicing);
    await resumeExits(invoicing);
  } catch (error) {
    log('globals.failed', { error: error instanceof Error ? error.name : 'unknown' });
  }
}

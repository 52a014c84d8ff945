/** Makes the facturas globales that are due by schedule, and goes on with those that a server left half made or could not send before. */
import { makeScheduled } from './global-scheduler.ts';
import { advanceGlobal } from './globalize.ts';
import type { Invoicing } from './invoicing.ts';

const EVERY_MS = 5_000;

/** Looks at once and then every five seconds. What fails is logged, and tried again the next time. */
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

/** Takes up whatever is due. Never throws. */
export async function resumeGlobals(invoicing: Invoicing): Promise<void> {
  const { store, now, log } = invoicing;
  try {
    for (const run of await store.globalRuns.due(now(), 20)) await advanceGlobal(invoicing, run);
    await makeScheduled(invoicing);
  } catch (error) {
    log('globals.failed', { error: error instanceof Error ? error.name : 'unknown' });
  }
}

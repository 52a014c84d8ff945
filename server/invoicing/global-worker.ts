/** Issues the scheduled facturas globales, resumes those that were left unfinished, and takes sales out of them. */

import type { Log } from '../text/log.ts';
import { type ExitDeps, resumeExits } from './global-exit-worker.ts';
import type { GlobalRun, GlobalRunStore } from './global-run.ts';
import { makeScheduled, type ScheduledGlobalDeps } from './global-scheduler.ts';
import { advanceGlobal } from './globalize.ts';

const EVERY_MS = 5_000;

/** What the worker of facturas globales may touch. */
type GlobalWorkerDeps = ScheduledGlobalDeps &
  ExitDeps & {
    readonly store: { readonly globalRuns: GlobalRunStore };
    readonly now: () => number;
    readonly log: Log;
  };

/** Polls immediately and then every five seconds. Failures are logged and retried at the next poll. */
export function startGlobalWorker(deps: GlobalWorkerDeps): { stop(): Promise<void> } {
  let working: Promise<void> | undefined;
  const look = (): void => {
    working ??= resumeGlobals(deps).finally(() => {
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
export async function resumeGlobals(deps: GlobalWorkerDeps): Promise<void> {
  const { store, now, log } = deps;
  try {
    for (const run of await store.globalRuns.due(now(), 20)) await resume(deps, run);
    await makeScheduled(deps);
    await resumeExits(deps);
  } catch (error) {
    log('globals.failed', { error: error instanceof Error ? error.name : 'unknown' });
  }
}

/** A run that fails delays no other: it is due again when its turn is over. */
async function resume(deps: GlobalWorkerDeps, run: GlobalRun): Promise<void> {
  try {
    await advanceGlobal(deps, run);
  } catch (error) {
    deps.log('globals.failed', { run: run.id, error: error instanceof Error ? error.name : 'unknown' });
  }
}

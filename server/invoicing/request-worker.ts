/** Processes due requests in the background: a sale has arrived, a stamp is awaited, or time has run out. */

import { TAKEN_FOR_MS } from './request-invoice.ts';
import { type LookAfterDeps, lookAfter } from './request-look.ts';
import type { InvoiceRequest } from './request-store.ts';

const EVERY_MS = 1_000;
/** Each may wait for a stamp. */
const AT_ONCE = 8;

/** The running worker. `stop` resolves once what is in flight has ended. */
export type RequestWorker = { stop(): Promise<void> };

/**
 * Polls immediately and then every second, with at most eight requests in flight; one that waits for its stamp does not delay the others.
 * `stop` waits for what is in flight.
 */
export function startRequestWorker(deps: LookAfterDeps): RequestWorker {
  const looking = createLooking(deps);
  void looking.look();
  const timer = setInterval(() => void looking.look(), EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await looking.stop();
    },
  };
}

/** Processes due requests until none is left. Never throws. */
export async function lookAfterDue(deps: LookAfterDeps): Promise<void> {
  const looking = createLooking(deps);
  await looking.look();
  await looking.ended();
}

function createLooking(deps: LookAfterDeps) {
  const { store, now, log } = deps;
  const inHand = new Set<Promise<void>>();
  let busy = 0;
  let isStopped = false;

  /** Takes as many as can run at once; if all were taken, it polls again as soon as one ends. */
  async function look(): Promise<void> {
    const free = AT_ONCE - busy;
    if (isStopped || free <= 0) return;
    const at = now();
    const due = await store.requests
      .takeDue({ now: at, until: at + TAKEN_FOR_MS, limit: free })
      .catch((error: unknown) => {
        log('requests.failed', { error: error instanceof Error ? error.name : 'unknown' });
        return [];
      });
    for (const request of due) {
      const done: Promise<void> = lookAfterOne(deps, request).then(async () => {
        busy -= 1;
        if (due.length === free) await look();
        inHand.delete(done);
      });
      busy += 1;
      inHand.add(done);
    }
  }

  const ended = async (): Promise<void> => {
    while (inHand.size > 0) await Promise.all(inHand);
  };
  return {
    look,
    ended,
    async stop() {
      isStopped = true;
      await ended();
    },
  };
}

/** A request that fails is due again once its lease is over, and does not delay the others. */
async function lookAfterOne(deps: LookAfterDeps, request: InvoiceRequest): Promise<void> {
  await lookAfter(deps, request).catch((error: unknown) => {
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log('request.not-looked-after', { request: request.id, error: name });
  });
}

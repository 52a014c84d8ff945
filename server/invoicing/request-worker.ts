/** Looks after the requests whose time has come: a sale that arrived for one, a stamp that is awaited, a time that ran out. */

import { TAKEN_FOR_MS } from './request-invoice.ts';
import { lookAfter } from './request-look.ts';
import type { RequestDesk } from './request-sales.ts';
import type { InvoiceRequest } from './request-store.ts';

const EVERY_MS = 1_000;
/** Each may wait for a stamp. */
const AT_ONCE = 8;

export type RequestWorker = { stop(): Promise<void> };

/** Looks at once and then every second. `stop` waits for what is under way. */
export function startRequestWorker(desk: RequestDesk): RequestWorker {
  let looking = lookAfterDue(desk);
  let isLooking = true;
  const look = (): void => {
    if (isLooking) return;
    isLooking = true;
    looking = lookAfterDue(desk).finally(() => {
      isLooking = false;
    });
  };
  looking = looking.finally(() => {
    isLooking = false;
  });
  const timer = setInterval(look, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Looks after whatever is due now, some at a time, until nothing is. Never throws. */
export async function lookAfterDue(desk: RequestDesk): Promise<void> {
  const { store, now, log } = desk.invoicing;
  try {
    for (;;) {
      const at = now();
      const due = await store.requests.takeDue({ now: at, until: at + TAKEN_FOR_MS, limit: AT_ONCE });
      await Promise.all(due.map((request) => lookAfterOne(desk, request)));
      if (due.length < AT_ONCE) return;
    }
  } catch (error) {
    log('requests.failed', { error: error instanceof Error ? error.name : 'unknown' });
  }
}

/** One that fails is due again when its taking is over, and delays no other. */
async function lookAfterOne(desk: RequestDesk, request: InvoiceRequest): Promise<void> {
  await lookAfter(desk, request).catch((error: unknown) => {
    const name = error instanceof Error ? error.name : 'unknown';
    desk.invoicing.log('request.not-looked-after', { request: request.id, error: name });
  });
}

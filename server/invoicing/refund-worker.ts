/** Resumes refunds whose sale was being invoiced when they were registered. */
import type { Invoicing } from './invoicing.ts';
import { resumeRefunds } from './refunds.ts';

const EVERY_MS = 5_000;

/** Polls immediately and then every five seconds. Failures are logged and retried at the next poll. */
export function startRefundWorker(invoicing: Invoicing): { stop(): Promise<void> } {
  let running = Promise.resolve();
  const look = (): void => {
    running = running
      .then(() => resumeRefunds(invoicing))
      .catch((error: unknown) =>
        invoicing.log('refunds.failed', { error: error instanceof Error ? error.name : 'unknown' }),
      );
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

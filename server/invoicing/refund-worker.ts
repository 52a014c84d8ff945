import type { Log } from '../text/log.ts';
import { type ResumeRefundDeps, resumeRefunds } from './refunds.ts';

const EVERY_MS = 5_000;

/** What resuming refunds may touch. */
type RefundWorkerDeps = ResumeRefundDeps & {
  readonly log: Log;
};

/** Polls immediately and then every five seconds. Failures are logged and retried at the next poll. */
export function startRefundWorker(deps: RefundWorkerDeps): { stop(): Promise<void> } {
  let running = Promise.resolve();
  const look = (): void => {
    running = running
      .then(() => resumeRefunds(deps))
      .catch((error: unknown) =>
        deps.log('refunds.failed', { error: error instanceof Error ? error.name : 'unknown' }),
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

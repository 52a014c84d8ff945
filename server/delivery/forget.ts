/** Forgets what was told so long ago that nobody may ask for it again. */
import type { EventStore } from '../../db/delivery-store.ts';
import { EVENTS_KEPT_MS } from './event.ts';

const EVERY_MS = 6 * 3_600_000;

export type Forgetting = {
  readonly events: Pick<EventStore, 'prune'>;
  readonly now: () => number;
  readonly log: (event: string, fields: Readonly<Record<string, string>>) => void;
};

/** At once, and four times a day. A failure is ours, and looked at again the next time. */
export function startForgetting({ events, now, log }: Forgetting): { stop(): Promise<void> } {
  let running = Promise.resolve();
  const forget = (): void => {
    running = running
      .then(() => events.prune(now() - EVENTS_KEPT_MS))
      .catch((error: unknown) =>
        log('deliveries.not-forgotten', { error: error instanceof Error ? error.name : 'unknown' }),
      );
  };
  forget();
  const timer = setInterval(forget, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

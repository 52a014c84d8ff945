/** Limits the test mails that a merchant sends, so that nobody mails strangers with them. */
import type { AttemptStore } from './attempt-store.ts';
import { tooMany } from './too-many.ts';

const TRIALS_A_DAY = 20;
const HOUR_MS = 3_600_000;

/** The daily budget of test mails. */
export type MailTrials = {
  /** Counts a test mail of a merchant's. Throws `too-many-attempts` above twenty a day. */
  countMailTrial(merchantId: string): Promise<void>;
};

/** Creates the limit, counted in `attempts`; `now` returns epoch milliseconds. */
export function createMailTrials(attempts: AttemptStore, now: () => number): MailTrials {
  return {
    async countMailTrial(merchantId) {
      const day = new Date(now()).toISOString().slice(0, 10);
      if ((await attempts.add(`mail-trial:${merchantId}`, day)) > TRIALS_A_DAY) throw tooMany(HOUR_MS);
    },
  };
}

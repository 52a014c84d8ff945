/** Limits the mails that somebody sends to an address of their choice as a test, so that nobody mails strangers with them. */
import type { Tenant } from '../merchants/tenant.ts';
import type { AttemptStore } from './attempt-store.ts';
import { dayOf, tooManyToday } from './day.ts';

const OF_MERCHANT_A_DAY = 20;
const OF_CALLER_A_DAY = 20;
const OF_NETWORK_A_DAY = 40;
const TO_ADDRESS_A_DAY = 10;

/** A test mail, before it is sent. */
export type MailTrial = {
  readonly tenant: Tenant;
  /** The person or key who sends it. */
  readonly by: string;
  /** The sender's network. */
  readonly address: string;
  /** Where it goes. */
  readonly to: string;
};

/** The daily budget of test mails. */
export type MailTrials = {
  /**
   * Counts a test mail. Throws `too-many-attempts` above twenty a day of a merchant's world, twenty of a person at all their merchants, forty
   * from a network, or ten to one address, whoever sends them.
   */
  countMailTrial(trial: MailTrial): Promise<void>;
};

/** Creates the limit, counted in `attempts`; `hashOf` keeps addresses and networks out of the database, and `now` returns epoch milliseconds. */
export function createMailTrials(
  attempts: AttemptStore,
  hashOf: (address: string) => string,
  now: () => number,
): MailTrials {
  return {
    async countMailTrial({ tenant: { merchantId, world }, by, address, to }) {
      const day = dayOf(now());
      const limits = [
        [`mail-trial:${merchantId}:${world}`, OF_MERCHANT_A_DAY],
        [`mail-trial-by:${by}`, OF_CALLER_A_DAY],
        [`mail-trial-network:${hashOf(address)}`, OF_NETWORK_A_DAY],
        [`mail-trial-to:${hashOf(to)}`, TO_ADDRESS_A_DAY],
      ] as const;
      for (const [key, most] of limits) if (!(await attempts.take(key, day, most))) throw tooManyToday(now());
    },
  };
}

/**
 * How often a password may be wrong: by account and network together, so that a stranger's guesses lock nobody out elsewhere, and by network
 * alone, so that one network does not try a password on everybody.
 */
import type { AttemptStore } from './attempt-store.ts';
import { tooMany } from './too-many.ts';

const OF_ACCOUNT_AN_HOUR = 10;
const OF_NETWORK_AN_HOUR = 100;
const NOTED_AN_HOUR = 20;
const HOUR_MS = 3_600_000;

/** Limits on wrong passwords, and on the audit entries that failed sign-ins produce. */
export type SignInLimits = {
  /**
   * Runs `attempt`, which throws for a wrong password. Each is counted before it runs, so that guesses at the same time are all counted; one
   * that succeeds is given back. Throws `too-many-attempts` until the hour is over.
   */
  tryPassword<T>(email: string, address: string, attempt: () => Promise<T>): Promise<T>;
  /** Whether one more failed sign-in of a person is written to the audit log: twenty an hour are. */
  mayNoteFailure(personId: string): Promise<boolean>;
};

/** `hashOf` keeps addresses out of the database. */
export function createSignInLimits(
  attempts: AttemptStore,
  hashOf: (address: string) => string,
  now: () => number,
): SignInLimits {
  const hourNow = () => new Date(now()).toISOString().slice(0, 13);
  return {
    mayNoteFailure: (personId) => attempts.take(`sign-in-noted:${personId}`, hourNow(), NOTED_AN_HOUR),
    async tryPassword(email, address, attempt) {
      const hour = hourNow();
      const limits = [
        [`sign-in:${hashOf(`${email} ${address}`)}`, OF_ACCOUNT_AN_HOUR],
        [`sign-in-network:${hashOf(address)}`, OF_NETWORK_AN_HOUR],
      ] as const;
      for (const [key, most] of limits)
        if (!(await attempts.take(key, hour, most))) throw tooMany(HOUR_MS - (now() % HOUR_MS));
      const done = await attempt();
      for (const [key] of limits) await attempts.giveBack(key, hour);
      return done;
    },
  };
}

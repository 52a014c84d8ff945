/**
 * Limits wrong passwords. They are counted by account and network together, so that a stranger's guesses lock nobody out elsewhere, and by
 * network alone, so that one network cannot try a password on every account.
 */
import { Problem } from '../problems/problem.ts';
import type { AttemptStore } from './attempt-store.ts';
import { dayOf, tooManyToday } from './day.ts';
import { tooMany } from './too-many.ts';

/** A million codes, three of which are right: a hundred guesses a day are right on one day in 3,300. */
const CODES_OF_ACCOUNT_A_DAY = 100;

const OF_ACCOUNT_AN_HOUR = 10;
const OF_NETWORK_AN_HOUR = 100;
const LINKS_AN_HOUR = 3;
const LINKS_OF_NETWORK_AN_HOUR = 20;
const NOTED_AN_HOUR = 20;
const CHALLENGES_OF_NETWORK_AN_HOUR = 300;
const HOUR_MS = 3_600_000;

/** What a mailed link is for. Each kind is counted apart, so that whoever uses up one keeps nobody from another. */
export type MailedLink = 'reset' | 'sign-up' | 'invitation' | 'confirm-email';

/** Limits on wrong passwords, and on the audit entries that failed sign-ins produce. */
export type SignInLimits = {
  /**
   * Runs `attempt`, which throws if the password is wrong. Attempts are counted before they run, so concurrent guesses all count, and given back
   * if they succeed or were not tried. Throws `too-many-attempts` until the hour is over.
   */
  tryPassword<T>(email: string, address: string, attempt: () => Promise<T>): Promise<T>;
  /**
   * Runs `attempt`, which throws if a code of six digits is wrong. At most a hundred wrong ones a day are tried at an account from networks that
   * are not its own, counted as above. Throws `too-many-codes` until the day is over; recovery codes and passkeys are not counted.
   */
  tryCode<T>(personId: string, attempt: () => Promise<T>): Promise<T>;
  /** Counts a challenge for a passkey. Throws `too-many-attempts` past three hundred an hour for a network. */
  countChallenge(address: string): Promise<void>;
  /** Whether a network may ask for another link of this kind to be mailed: twenty times an hour. */
  mayAskForLink(kind: MailedLink, address: string): Promise<boolean>;
  /** Takes one of the three links of this kind that are mailed to an address in an hour; `false` if there is none left. */
  mayMailLink(kind: MailedLink, email: string): Promise<boolean>;
  /** Whether another failed sign-in of this person is written to the audit log; at most twenty an hour are. */
  mayNoteFailure(personId: string): Promise<boolean>;
};

/** Creates the limits; `hashOf` keeps e-mail addresses and networks out of the database. */
export function createSignInLimits(
  attempts: AttemptStore,
  hashOf: (address: string) => string,
  now: () => number,
): SignInLimits {
  const hourNow = () => new Date(now()).toISOString().slice(0, 13);
  return {
    mayAskForLink: (kind, address) =>
      attempts.take(`mailed-links-network:${kind}:${hashOf(address)}`, hourNow(), LINKS_OF_NETWORK_AN_HOUR),
    mayMailLink: (kind, email) => attempts.take(`mailed-links:${kind}:${hashOf(email)}`, hourNow(), LINKS_AN_HOUR),
    mayNoteFailure: (personId) => attempts.take(`sign-in-noted:${personId}`, hourNow(), NOTED_AN_HOUR),
    async countChallenge(address) {
      if (!(await attempts.take(`challenges:${hashOf(address)}`, hourNow(), CHALLENGES_OF_NETWORK_AN_HOUR)))
        throw tooMany(HOUR_MS - (now() % HOUR_MS));
    },
    async tryCode(personId, attempt) {
      const [key, today] = [`codes:${personId}`, dayOf(now())];
      if (!(await attempts.take(key, today, CODES_OF_ACCOUNT_A_DAY))) throw tooManyToday(now(), 'too-many-codes');
      const done = await attempt();
      await attempts.giveBack(key, today);
      return done;
    },
    async tryPassword(email, address, attempt) {
      const hour = hourNow();
      // The network's comes first: one that has spent it stores nothing about the accounts that it goes on to name.
      const limits = [
        [`sign-in-network:${hashOf(address)}`, OF_NETWORK_AN_HOUR],
        [`sign-in:${hashOf(`${email} ${address}`)}`, OF_ACCOUNT_AN_HOUR],
      ] as const;
      const taken: string[] = [];
      const giveBack = async () => {
        for (const key of taken) await attempts.giveBack(key, hour);
      };
      for (const [key, most] of limits) {
        if (await attempts.take(key, hour, most)) taken.push(key);
        else {
          await giveBack();
          throw tooMany(HOUR_MS - (now() % HOUR_MS));
        }
      }
      try {
        const done = await attempt();
        await giveBack();
        return done;
      } catch (error) {
        if (wasNotTried(error)) await giveBack();
        throw error;
      }
    },
  };
}

/** Whether an attempt was refused before its password was looked at, because too many were waiting. */
export function wasNotTried(error: unknown): boolean {
  return error instanceof Problem && error.code === 'sign-in-busy';
}

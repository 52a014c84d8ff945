/** Limits the merchants that one person creates: whatever is limited by merchant is limited by nothing if merchants are not. */
import type { AttemptStore } from './attempt-store.ts';
import { dayOf, tooManyToday } from './day.ts';

const OF_PERSON_A_DAY = 3;

/** The daily budget of new merchants, where anybody can have an account. */
export type Foundings = {
  /** Runs `found`, which throws if there is no merchant after all. Throws `too-many-attempts` past three merchants a day. */
  tryFounding<T>(personId: string, found: () => Promise<T>): Promise<T>;
};

/** Creates the limit, counted in `attempts`; `now` returns epoch milliseconds. */
export function createFoundings(attempts: AttemptStore, now: () => number): Foundings {
  return {
    async tryFounding(personId, found) {
      const [key, day] = [`merchants-founded:${personId}`, dayOf(now())];
      if (!(await attempts.take(key, day, OF_PERSON_A_DAY))) throw tooManyToday(now());
      try {
        return await found();
      } catch (error) {
        await attempts.giveBack(key, day);
        throw error;
      }
    },
  };
}

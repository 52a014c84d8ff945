/**
 * Limits how much can be done about one thing in a day, so that guessing reveals little and no stranger can lock anybody out.
 *
 * - A use is reserved in the database before it is made, and given back if it does not count.
 * - Uses about a sale are counted separately by what the caller proves: `guarded` (something was found but not shown), `ticket` (a printed QR),
 *   `found` (what a ticket says), `known` (also something no ticket says: the e-mail, the card) and `asker` (the caller requested the invoice).
 * - Uses with a weaker proof therefore never count against a stronger one.
 * - Within one budget each address has its own, smaller than the shared one, so that one stranger cannot spend it all.
 * - Rotating addresses can spend it. Then a use costs a proof of work (`paid-uses.ts`).
 * - Whoever holds the invoice's link needs no use to open it.
 */
import type { AttemptStore } from './attempt-store.ts';
import { dayOf, tooManyToday } from './day.ts';
import type { Caller } from './prover.ts';

/** Gives back what was taken of a budget. */
export type GiveBack = () => Promise<void>;

/** A daily budget of uses. `now` is in epoch milliseconds. */
export type Budget<Who> = {
  /** Takes one use, or returns `undefined` if none is left. The function that it returns gives the use back. */
  take(who: Who, now: number): Promise<GiveBack | undefined>;
  hasLeft(who: Who, now: number): Promise<boolean>;
};

/** The name of a budget, what it is of, and how many uses it allows in a day. */
export type BudgetLimits<Who> = {
  /** The key under which uses are counted, such as `sale-tries`. */
  readonly name: string;
  readonly of: (who: Who) => string;
  /** Uses of one address in a day. */
  readonly own: number;
  /** Uses of all addresses together; more than `own`. */
  readonly all: number;
};

/** Creates the budget. Days are in UTC, and `hashOf` keeps addresses out of the database. */
export function createBudget<Who extends Caller>(
  attempts: AttemptStore,
  hashOf: (address: string) => string,
  { name, of, own, all }: BudgetLimits<Who>,
): Budget<Who> {
  const keysOf = (who: Who): { readonly ofAll: string; readonly ofOwn: string } => {
    const ofAll = `${name}:${of(who)}`;
    return { ofAll, ofOwn: `${ofAll}:${hashOf(who.address)}` };
  };
  return {
    async take(who, now) {
      const { ofAll, ofOwn } = keysOf(who);
      const day = dayOf(now);
      // The shared budget is taken first: once it is spent, further addresses create no more rows.
      if (!(await attempts.take(ofAll, day, all))) return undefined;
      if (await attempts.take(ofOwn, day, own))
        return async () => {
          await attempts.giveBack(ofOwn, day);
          await attempts.giveBack(ofAll, day);
        };
      await attempts.giveBack(ofAll, day);
      return undefined;
    },
    async hasLeft(who, now) {
      const { ofAll, ofOwn } = keysOf(who);
      const [usedByAll, usedByOwn] = await Promise.all([
        attempts.count(ofAll, dayOf(now)),
        attempts.count(ofOwn, dayOf(now)),
      ]);
      return usedByAll < all && usedByOwn < own;
    },
  };
}

/** The problem of a budget that is spent until the next day. */
export function spentToday(code: 'sale-tries-spent' | 'requests-spent', now: number, merchant: string) {
  return tooManyToday(now, code, { merchant });
}

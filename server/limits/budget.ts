/**
 * Limits how much can be tried about one sale in a day, so that guessing reveals little and no stranger can lock anybody out.
 *
 * - A try is reserved in the database before it is made, and given back if it does not count.
 * - Tries are counted separately by what the caller proves: `guarded` (something was found but not shown), `ticket` (a printed QR), `found`
 *   (what a ticket says), `known` (also something no ticket says: the e-mail, the card) and `asker` (the caller requested the invoice).
 * - Failed tries with a weaker proof therefore never count against a stronger one.
 * - Within one strength each address has its own budget, smaller than the shared one, so that one stranger cannot spend it all.
 * - Rotating addresses can spend it. Then a try about the sale costs a proof of work (`paid-tries.ts`); a further request waits until the next
 *   day.
 * - Whoever holds the invoice's link needs no try at all.
 */
import type { AttemptStore } from './attempt-store.ts';
import { tooMany } from './too-many.ts';

/** What a caller has proven about a sale, from the weakest to the strongest. */
export type Strength = 'guarded' | 'ticket' | 'found' | 'known' | 'asker';

/** From where somebody calls, and what they pay for a try. */
export type Caller = {
  /** The caller's network, as `addressOf` returns it. */
  readonly address: string;
  /**
   * Verifies the proof of work that came with the request, once however often it is called, and returns how many times the usual work it
   * proves; 0 without one. Absent if the caller cannot compute any.
   */
  readonly paid?: () => Promise<number>;
};

/** Who tries something about a sale, how strongly they have proven that it is theirs, and from where. */
export type Prover = Caller & { readonly saleId: string; readonly strength: Strength };

/** Gives back what was taken of a budget. */
export type GiveBack = () => Promise<void>;

/** A daily budget of uses for each sale and strength of proof. `now` is in epoch milliseconds. */
export type ProverBudget = {
  /** Takes one use, or returns `undefined` if none is left. The function that it returns gives the use back. */
  take(prover: Prover, now: number): Promise<GiveBack | undefined>;
  hasLeft(prover: Prover, now: number): Promise<boolean>;
};

/** The name of a budget and how many uses it allows in a day. */
export type BudgetLimits = {
  /** The key under which uses are counted, such as `sale-tries`. */
  readonly name: string;
  /** Uses of one address, for one sale and strength, in a day. */
  readonly own: number;
  /** Uses of all addresses together; more than `own`. */
  readonly all: number;
};

/** Creates the budget. Days are in UTC, and `hashOf` keeps addresses out of the database. */
export function createProverBudget(
  attempts: AttemptStore,
  hashOf: (address: string) => string,
  { name, own, all }: BudgetLimits,
): ProverBudget {
  const keysOf = ({ saleId, strength, address }: Prover): { readonly ofAll: string; readonly ofOwn: string } => {
    const ofAll = `${name}:${saleId}:${strength}`;
    return { ofAll, ofOwn: `${ofAll}:${hashOf(address)}` };
  };
  return {
    async take(prover, now) {
      const { ofAll, ofOwn } = keysOf(prover);
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
    async hasLeft(prover, now) {
      const { ofAll, ofOwn } = keysOf(prover);
      const [usedByAll, usedByOwn] = await Promise.all([
        attempts.count(ofAll, dayOf(now)),
        attempts.count(ofOwn, dayOf(now)),
      ]);
      return usedByAll < all && usedByOwn < own;
    },
  };
}

const DAY_MS = 86_400_000;

/** The problem of a budget that is spent until the next day. */
export function spentToday(code: 'sale-tries-spent' | 'requests-spent', now: number, merchant: string) {
  return tooMany(DAY_MS - (now % DAY_MS), code, { merchant });
}

/** The UTC day of an instant, `2026-11-29`. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/**
 * Limits what guessing about one sale can reveal in a day. Proofs, refused receptors, register checks and constancias share one budget. Once it
 * is spent, a try costs a proof of work.
 *
 * What is guessed: the postal code of a receptor whose RFC and town are known, one of some 300; which of 50 colleagues bought something; or a
 * guarded total, of which the commonest is one of 128. The ten free tries of a day find these with a chance of 3, 20 and 8 %. If work alone
 * paid for more, it would buy everything: at a price that a phone computes in a minute, some 10 core-seconds, 300 guesses cost an hour of a
 * rented core, which is a few US cents (2026-11); and a price that such an attacker does not pay locks out the customer. So each network gets
 * two paid failures for a sale, strength and day: one to mistype, and one more; whoever is right is not counted, unless
 * the stamp is so slow that they may have left before it. Two thousand rented
 * addresses in eight /24 and a whole /48 then get 18 guesses beyond the free ten, which find those three things with a chance of 9, 56 and
 * 22 %. Those who rent networks by the thousand can still guess. Answers of the taxpayer register are worth less than their price: the SAT's
 * own Validador de RFC gives 5,000 for one captcha (2026-11).
 */

import type { Sale } from '../sales/sale.ts';
import type { AttemptStore } from './attempt-store.ts';
import { createBudget, type GiveBack, spentToday } from './budget.ts';
import { dayOf } from './day.ts';
import { createPaidUses } from './paid-uses.ts';
import type { ProofOfWork } from './proof-of-work.ts';
import { ofSale, type Prover } from './prover.ts';
import { createTurns, type Turns } from './turns.ts';

/** How many mismatches with the SAT's register are revealed about one sale in a day for nothing, whoever asks and whatever they prove. */
const DENIALS_A_DAY = 5;
const TRIES = { name: 'sale-tries', of: ofSale, own: 5, all: 10 } as const;
const PAID = { name: 'paid-tries', of: ofSale, ofANetwork: 2 } as const;

/** A prover, and the merchant whom a refusal names. */
export type Trying = Prover & { readonly merchant: string };

/** The daily budget of failed attempts on one sale. All times are in epoch milliseconds. */
export type SaleTries = {
  /**
   * Runs `work` as one try, counted before it begins and given back if it succeeds or throws. Returns `undefined` if no try is left, free or
   * paid for. Throws `proof-of-work` with a challenge if none is free and one can be paid for.
   */
  tryOnce<T>(
    prover: Prover,
    now: number,
    work: () => Promise<T>,
    isFailed: (result: T) => boolean,
  ): Promise<T | undefined>;
  /**
   * Does the same for a question to the taxpayer register, of which fewer mismatches per sale and day are free, for all callers together. It is
   * asked before the try is taken, so that nobody who tries something about the sale waits for the register; what it said is not returned if no
   * try is left by then.
   */
  askRegisterOnce: SaleTries['tryOnce'];
  /** Throws `sale-tries-spent` if the prover has no try left, free or to be paid for. */
  assertMayTry(trying: Trying, now: number): Promise<void>;
  /** Throws `sale-tries-spent` likewise, and `proof-of-work` with a challenge if no try is free and the prover has not paid for one. */
  admitTry(trying: Trying, now: number): Promise<void>;
  /**
   * Counts a refused attempt once, however many concurrent requests waited for it. What was admitted before it was counted goes on, so that one
   * more than the limit may be answered.
   */
  countRefusal(sale: Pick<Sale, 'id' | 'generation'>, prover: Prover, now: number): Promise<void>;
};

/** Creates the budget, counted in `attempts`; `hashOf` keeps addresses out of the database, and `proofOfWork` issues the challenges. */
export function createSaleTries(
  attempts: AttemptStore,
  hashOf: (address: string) => string,
  proofOfWork: Pick<ProofOfWork, 'challenge'>,
): SaleTries {
  const free = createBudget(attempts, hashOf, TRIES);
  const paid = createPaidUses(attempts, hashOf, proofOfWork, PAID);
  const inTurn: Turns = createTurns(1);
  const takeAny = async (prover: Prover, now: number): Promise<GiveBack | undefined> =>
    (await free.take(prover, now)) ?? paid.buy(prover, now);
  const tryWith =
    (take: typeof takeAny): SaleTries['tryOnce'] =>
    (prover, now, work, isFailed) =>
      // One after the other: otherwise concurrent correct answers would find the budget reserved by one another.
      inTurn(`${prover.saleId}:${prover.strength}`, async () => {
        const giveBack = await take(prover, now);
        return giveBack && countFailed(work, isFailed, giveBack);
      });
  const [tryOnce, payAndTry] = [tryWith(takeAny), tryWith(paid.buy)];
  return {
    tryOnce,
    async askRegisterOnce(prover, now, work, isFailed) {
      const [key, day] = [`register-denials:${prover.saleId}`, dayOf(now)];
      const isFree = (await attempts.count(key, day)) < DENIALS_A_DAY && (await free.hasLeft(prover, now));
      if (!isFree && !(await paid.admit(prover, now))) return undefined;
      const asked = await work();
      const answer = async () => asked;
      return inTurn(`${prover.saleId}:register`, async () => {
        if (!(await attempts.take(key, day, DENIALS_A_DAY))) return payAndTry(prover, now, answer, isFailed);
        return countFailed(
          () => tryOnce(prover, now, answer, isFailed),
          (result) => result !== undefined && isFailed(result),
          () => attempts.giveBack(key, day),
        );
      });
    },
    async assertMayTry({ merchant, ...prover }, now) {
      if ((await free.hasLeft(prover, now)) || (await paid.hasLeft(prover, now))) return;
      throw spentToday('sale-tries-spent', now, merchant);
    },
    async admitTry({ merchant, ...prover }, now) {
      if ((await free.hasLeft(prover, now)) || (await paid.admit(prover, now))) return;
      throw spentToday('sale-tries-spent', now, merchant);
    },
    async countRefusal({ id, generation }, prover, now) {
      if ((await attempts.add(`sale-refusal:${id}`, String(generation))) > 1) return;
      if (!(await free.take(prover, now))) await paid.take(prover, now);
    },
  };
}

/** Runs the work and gives its use back unless it failed. Work that throws does not count as failed. */
async function countFailed<T>(
  work: () => Promise<T>,
  isFailed: (result: T) => boolean,
  giveBack: () => Promise<void>,
): Promise<T> {
  let failed = false;
  try {
    const result = await work();
    failed = isFailed(result);
    return result;
  } finally {
    if (!failed) await giveBack();
  }
}

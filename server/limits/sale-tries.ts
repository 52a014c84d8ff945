/**
 * Limits what guessing about one sale can reveal in a day. Proofs, refused receptors, register checks and constancias share one budget. Once it
 * is spent, a try costs a proof of work.
 */

import type { Sale } from '../sales/sale.ts';
import type { AttemptStore } from './attempt-store.ts';
import { createPaidTries } from './paid-tries.ts';
import type { ProofOfWork } from './proof-of-work.ts';
import { createProverBudget, dayOf, type GiveBack, type Prover, spentToday } from './prover-budget.ts';
import { createTurns, type Turns } from './turns.ts';

/** How many mismatches with the SAT's register are revealed about one sale in a day for nothing, whoever asks and whatever they prove. */
const DENIALS_A_DAY = 5;
const TRIES = { name: 'sale-tries', own: 5, all: 10 } as const;

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
   * Does the same for a question to the taxpayer register, of which fewer mismatches per sale and day are free, for all callers together.
   */
  askRegisterOnce: SaleTries['tryOnce'];
  /** Throws `sale-tries-spent` if the prover has no try left, free or to be paid for. */
  assertMayTry(trying: Trying, now: number): Promise<void>;
  /** Throws `sale-tries-spent` likewise, and `proof-of-work` with a challenge if no try is free and the prover has not paid for one. */
  admitTry(trying: Trying, now: number): Promise<void>;
  /** Counts a refused attempt once, however many concurrent requests waited for it. */
  countRefusal(sale: Pick<Sale, 'id' | 'generation'>, prover: Prover, now: number): Promise<void>;
};

/** Creates the budget, counted in `attempts`; `hashOf` keeps addresses out of the database, and `proofOfWork` issues the challenges. */
export function createSaleTries(
  attempts: AttemptStore,
  hashOf: (address: string) => string,
  proofOfWork: Pick<ProofOfWork, 'challenge'>,
): SaleTries {
  const free = createProverBudget(attempts, hashOf, TRIES);
  const paid = createPaidTries(attempts, hashOf, proofOfWork);
  const inTurn: Turns = createTurns(1);
  const takePaid = async (prover: Prover, now: number): Promise<GiveBack | undefined> =>
    (await paid.admit(prover, now)) ? paid.take(prover, now) : undefined;
  const takeAny = async (prover: Prover, now: number): Promise<GiveBack | undefined> =>
    (await free.take(prover, now)) ?? takePaid(prover, now);
  const tryWith =
    (take: typeof takeAny): SaleTries['tryOnce'] =>
    (prover, now, work, isFailed) =>
      // One after the other: otherwise concurrent correct answers would find the budget reserved by one another.
      inTurn(`${prover.saleId}:${prover.strength}`, async () => {
        const giveBack = await take(prover, now);
        return giveBack && countFailed(work, isFailed, giveBack);
      });
  const [tryOnce, payAndTry] = [tryWith(takeAny), tryWith(takePaid)];
  return {
    tryOnce,
    askRegisterOnce: (prover, now, work, isFailed) =>
      inTurn(`${prover.saleId}:register`, async () => {
        const [key, day] = [`register-denials:${prover.saleId}`, dayOf(now)];
        if (!(await attempts.take(key, day, DENIALS_A_DAY))) return payAndTry(prover, now, work, isFailed);
        return countFailed(
          () => tryOnce(prover, now, work, isFailed),
          (result) => result !== undefined && isFailed(result),
          () => attempts.giveBack(key, day),
        );
      }),
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

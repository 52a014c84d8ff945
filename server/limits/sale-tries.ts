/** Limits what guessing about one sale can reveal in a day. Proofs, refused receptors, register checks and constancias share one budget. */

import type { Sale } from '../sales/sale.ts';
import type { AttemptStore } from './attempt-store.ts';
import { createProverBudget, dayOf, type Prover, spentToday } from './prover-budget.ts';
import { createTurns, type Turns } from './turns.ts';

/**
 * How many mismatches with the SAT's register are revealed about one sale in a day, whoever asks and whatever they prove. The register only
 * advises, so nobody is locked out.
 */
const DENIALS_A_DAY = 5;
const TRIES = { name: 'sale-tries', own: 5, all: 10 } as const;

/** A prover, and the merchant whom a refusal names. */
export type Trying = Prover & { readonly merchant: string };

/** The daily budget of failed attempts on one sale. All times are in epoch milliseconds. */
export type SaleTries = {
  /** Runs `work` as one try, counted before it begins and given back if it succeeds or throws. Returns `undefined` if no try is left. */
  tryOnce<T>(
    prover: Prover,
    now: number,
    work: () => Promise<T>,
    isFailed: (result: T) => boolean,
  ): Promise<T | undefined>;
  /**
   * Does the same for a question to the taxpayer register, of which only a few mismatches per sale and day are revealed to all callers together.
   */
  askRegisterOnce: SaleTries['tryOnce'];
  /** Throws `sale-tries-spent` if the prover has no try left. */
  assertMayTry(trying: Trying, now: number): Promise<void>;
  /** Counts a refused attempt once, however many concurrent requests waited for it. */
  countRefusal(sale: Pick<Sale, 'id' | 'generation'>, prover: Prover, now: number): Promise<void>;
};

/** Creates the budget, counted in `attempts`; `hashOf` keeps addresses out of the database. */
export function createSaleTries(attempts: AttemptStore, hashOf: (address: string) => string): SaleTries {
  const budget = createProverBudget(attempts, hashOf, TRIES);
  const inTurn: Turns = createTurns(1);
  const tryOnce: SaleTries['tryOnce'] = (prover, now, work, isFailed) =>
    // One after the other: otherwise concurrent correct answers would find the budget reserved by one another.
    inTurn(`${prover.saleId}:${prover.strength}`, async () => {
      const giveBack = await budget.take(prover, now);
      return giveBack && countFailed(work, isFailed, giveBack);
    });
  return {
    tryOnce,
    askRegisterOnce: (prover, now, work, isFailed) =>
      inTurn(`${prover.saleId}:register`, async () => {
        const [key, day] = [`register-denials:${prover.saleId}`, dayOf(now)];
        if (!(await attempts.take(key, day, DENIALS_A_DAY))) return undefined;
        return countFailed(
          () => tryOnce(prover, now, work, isFailed),
          (result) => result !== undefined && isFailed(result),
          () => attempts.giveBack(key, day),
        );
      }),
    async assertMayTry({ merchant, ...prover }, now) {
      if (!(await budget.hasLeft(prover, now))) throw spentToday('sale-tries-spent', now, merchant);
    },
    async countRefusal({ id, generation }, prover, now) {
      if ((await attempts.add(`sale-refusal:${id}`, String(generation))) === 1) await budget.take(prover, now);
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

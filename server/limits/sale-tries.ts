/** What guessing about one sale may learn in a day: one budget for proofs, refused receptors, register checks and constancias alike. */

import type { Sale } from '../sales/sale.ts';
import type { AttemptStore } from './attempt-store.ts';
import { createProverBudget, dayOf, type Prover, spentToday } from './prover-budget.ts';
import { createTurns, type Turns } from './turns.ts';

/** What the SAT's register denies about one sale in a day, whoever asks and whatever they prove: it only advises, so nobody is locked out. */
const DENIALS_A_DAY = 5;
const TRIES = { name: 'sale-tries', own: 5, all: 10 } as const;

/** A prover, and the merchant whom a refusal names. */
export type Trying = Prover & { readonly merchant: string };

/** The daily budget of failed attempts on one sale. All times are in epoch milliseconds. */
export type SaleTries = {
  /**
   * Does what may fail, as a try that is counted before it begins; one that succeeds or throws is given back. `undefined` where no try
   * is left.
   */
  tryOnce<T>(
    prover: Prover,
    now: number,
    work: () => Promise<T>,
    isFailed: (result: T) => boolean,
  ): Promise<T | undefined>;
  /** As `tryOnce`, for a question to the taxpayer register: of one sale only a few are denied a day, from all callers together. */
  askRegisterOnce: SaleTries['tryOnce'];
  /** Throws `sale-tries-spent`. */
  assertMayTry(trying: Trying, now: number): Promise<void>;
  /** A refused attempt is one try, however many clicks were waiting for it. */
  countRefusal(sale: Pick<Sale, 'id' | 'generation'>, prover: Prover, now: number): Promise<void>;
};

/** Creates the budget, counted in `attempts`; `hashOf` keeps addresses out of the database. */
export function createSaleTries(attempts: AttemptStore, hashOf: (address: string) => string): SaleTries {
  const budget = createProverBudget(attempts, hashOf, TRIES);
  const inTurn: Turns = createTurns(1);
  const tryOnce: SaleTries['tryOnce'] = (prover, now, work, isFailed) =>
    // In turn: otherwise right answers asked for at once would find the budget reserved by one another.
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

/** What the work answers; its use is given back unless it failed. One that throws is no use either. */
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

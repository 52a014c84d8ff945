/** What guessing about one sale may learn in a day. Counted in the database: it holds over restarts and for several servers. */
import type { AttemptStore } from '../../db/store.ts';
import type { Sale } from '../sales/sale.ts';
import { tooMany } from './too-many.ts';
import { createTurns, type Turns } from './turns.ts';

/** Refusals and failed proofs that one sale takes in a day: this bounds what guessing can learn. */
const TRIES_A_SALE_AND_DAY = 5;

export type SaleTries = {
  mayTry(saleId: string, now: number): Promise<boolean>;
  assertMayTry(saleId: string, now: number): Promise<void>;
  countTry(saleId: string, now: number): Promise<void>;
  /** A refused attempt is one try, however many clicks were waiting for it. */
  countRefusal(sale: Pick<Sale, 'id' | 'generation'>, now: number): Promise<void>;
  /** Does what looks and then counts once everything before it under the same id is done: twenty guesses at once are twenty tries. */
  readonly inTurn: Turns;
};

export function createSaleTries(attempts: AttemptStore): SaleTries {
  const mayTry = async (saleId: string, now: number): Promise<boolean> =>
    (await attempts.count(saleKey(saleId), dayOf(now))) < TRIES_A_SALE_AND_DAY;
  const countTry = async (saleId: string, now: number): Promise<void> => {
    await attempts.add(saleKey(saleId), dayOf(now));
  };
  return {
    mayTry,
    async assertMayTry(saleId, now) {
      if (!(await mayTry(saleId, now))) throw tooMany(86_400_000 - (now % 86_400_000));
    },
    countTry,
    async countRefusal({ id, generation }, now) {
      if ((await attempts.add(`sale-refusal:${id}`, String(generation))) === 1) await countTry(id, now);
    },
    inTurn: createTurns(1),
  };
}

function saleKey(saleId: string): string {
  return `sale-tries:${saleId}`;
}

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

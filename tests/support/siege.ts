/**
 * A day at a sale that somebody with many addresses guesses at, and its customer, who proves no more than they do: with the tries as the server
 * counts them, on its real store, by a virtual clock. A proof of work is not computed here; it is paid for, in core-seconds.
 */
import type { Challenge } from 'altcha-lib';
import { networkOf } from '../../server/http/api/address.ts';
import type { AttemptStore } from '../../server/limits/attempt-store.ts';
import type { Prover } from '../../server/limits/prover.ts';
import { createSaleTries } from '../../server/limits/sale-tries.ts';
import { Problem } from '../../server/problems/problem.ts';
import { CORE_SECONDS_A_PROOF, customerAddress, PHONE_SECONDS_A_PROOF, p99, rotating } from './attack.ts';
import { type Random, randomOf } from './attacked-shop.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 10, 29);
/** The postal codes of a town, for whoever knows the RFC; and the colleagues of whom one bought it. */
const TOWN = 300;
const COLLEAGUES = 50;

/** From where the guesses come, and whether proofs of work are paid for. */
export const BESIEGERS = {
  'who pays for nothing': { addressOf: rotating, pays: false },
  'with 2,000 addresses and a /48': { addressOf: rotating, pays: true },
  'with a thousand networks': { addressOf: anywhere, pays: true },
} as const;

export type Siege = {
  readonly by: keyof typeof BESIEGERS;
  /** Sales that are guessed at all day, each with one customer. */
  readonly sales: number;
  readonly triesADay: number;
  readonly seed: number;
};

/** What came of it; guesses and core-hours for each sale. */
export type Besieged = {
  readonly guesses: number;
  readonly mostGuesses: number;
  readonly townHits: number;
  readonly colleagueHits: number;
  readonly coreHours: number;
  readonly openedAtOnce: number;
  readonly openedAfterProof: number;
  readonly lockedOut: number;
  /** Seconds that a proof takes a customer's phone, at the 99th percentile. */
  readonly waitP99: number;
};

export async function simulateSiege(attempts: AttemptStore, { by, sales, triesADay, seed }: Siege): Promise<Besieged> {
  const random = randomOf(seed);
  const { addressOf, pays } = BESIEGERS[by];
  const counts: number[] = [];
  const waits: number[] = [];
  const served = { openedAtOnce: 0, openedAfterProof: 0, lockedOut: 0 };
  let price = 0;
  const challenge = async (_use: string, times = 1): Promise<Challenge> => {
    price = times;
    return {} as Challenge;
  };
  const tries = createSaleTries(attempts, (address) => address, { challenge });
  let paidByAttacker = 0;

  /** Tries, and pays what it costs if it costs anything. */
  const tryOnce = async (prover: Prover, now: number, isRight: boolean, mayPay: boolean) => {
    let paid = 0;
    const asked = async () =>
      tries.tryOnce(
        { ...prover, paid: async () => paid },
        now,
        async () => isRight,
        (right) => !right,
      );
    try {
      return { right: await asked(), paid };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'proof-of-work') throw error;
      if (!mayPay) return { right: undefined, paid };
      paid = price;
      return { right: await asked(), paid };
    }
  };
  for (let sale = 0; sale < sales; sale++) {
    const about = { saleId: `sale_${by}_${seed}_${sale}`, strength: 'found' } as const;
    let guesses = 0;
    const arrival = Math.floor(random() * triesADay);
    for (let guess = 0; guess < triesADay; guess++) {
      const now = START + Math.floor((guess * DAY_MS) / triesADay);
      const { right, paid } = await tryOnce({ ...about, address: networkOf(addressOf(random)) }, now, false, pays);
      paidByAttacker += paid;
      if (right === false) guesses += 1;
      if (guess !== arrival) continue;
      const customer = { ...about, address: networkOf(customerAddress(random)) };
      // One in twelve mistypes first.
      const mistyped = random() < 1 / 12 ? (await tryOnce(customer, now, false, true)).paid : 0;
      const opened = await tryOnce(customer, now, true, true);
      const wait = mistyped + opened.paid;
      if (opened.right !== true) served.lockedOut += 1;
      else if (wait > 0) served.openedAfterProof += 1;
      else served.openedAtOnce += 1;
      const { least, most } = PHONE_SECONDS_A_PROOF;
      waits.push(wait * (least + random() * (most - least)));
    }
    counts.push(guesses);
  }
  const guesses = counts.reduce((sum, count) => sum + count, 0) / sales;
  return {
    guesses,
    mostGuesses: Math.max(...counts),
    townHits: Math.min(1, guesses / TOWN),
    colleagueHits: Math.min(1, guesses / COLLEAGUES),
    coreHours: (paidByAttacker * CORE_SECONDS_A_PROOF) / 3_600 / sales,
    ...served,
    waitP99: p99(waits),
  };
}

/** An address of one of a thousand networks, as those who rent out other people's connections have them. */
function anywhere(random: Random): string {
  const network = Math.floor(random() * 1_000);
  return `189.${network >> 8}.${network & 255}.${Math.floor(random() * 250)}`;
}

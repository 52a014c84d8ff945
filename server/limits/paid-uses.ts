/**
 * Uses beyond the free ones of a budget, each for a proof of work, so that nobody who spends those locks anybody out.
 *
 * What a customer has and an attacker elsewhere has not is the customer's network. So each IPv4 /24 and IPv6 /48 gets a few paid uses a day,
 * whatever others spend. The price only slows down those who rent networks by the thousand: it doubles with every fourth paid use of the day
 * up to 32 times the proof of a search, a minute on average and two at most on a phone, and never further.
 */
import { Problem } from '../problems/problem.ts';
import type { AttemptStore } from './attempt-store.ts';
import type { GiveBack } from './budget.ts';
import { dayOf } from './day.ts';
import { neighbourhoodOf } from './neighbourhood.ts';
import type { ProofOfWork } from './proof-of-work.ts';
import type { Caller } from './prover.ts';

const USES_A_DOUBLING = 4;
const DEAREST = 32;

/** Uses that are paid for by a proof of work. `now` is in epoch milliseconds. */
export type PaidUses<Who> = {
  /**
   * Returns whether the caller has paid for a use, without counting it; `false` if there is none to be had: the caller's network has used its
   * own, or the caller cannot compute a proof. Throws `proof-of-work` with a challenge if the proof is missing or worth too little by now.
   */
  admit(who: Who, now: number): Promise<boolean>;
  /** Takes a use that was admitted; `undefined` if the network has none left. The function that it returns gives it back. */
  take(who: Who, now: number): Promise<GiveBack | undefined>;
  /** Admits and takes a use. */
  buy(who: Who, now: number): Promise<GiveBack | undefined>;
  hasLeft(who: Who, now: number): Promise<boolean>;
};

/** The name of the paid uses, what they are of, and how many a network gets in a day. */
export type PaidLimits<Who> = {
  readonly name: string;
  readonly of: (who: Who) => string;
  readonly ofANetwork: number;
};

/** Creates the paid uses, counted in `attempts`; `hashOf` keeps networks out of the database. */
export function createPaidUses<Who extends Caller>(
  attempts: AttemptStore,
  hashOf: (address: string) => string,
  proofOfWork: Pick<ProofOfWork, 'challenge'>,
  { name, of, ofANetwork }: PaidLimits<Who>,
): PaidUses<Who> {
  const keysOf = (who: Who): { readonly ofAll: string; readonly ofNetwork: string } => {
    const ofAll = `${name}:${of(who)}`;
    return { ofAll, ofNetwork: `${ofAll}:${hashOf(neighbourhoodOf(who.address))}` };
  };
  const hasLeft = async (who: Who, now: number): Promise<boolean> =>
    who.paid !== undefined && (await attempts.count(keysOf(who).ofNetwork, dayOf(now))) < ofANetwork;
  const admit = async (who: Who, now: number): Promise<boolean> => {
    if (!who.paid || !(await hasLeft(who, now))) return false;
    const price = priceOf(await attempts.count(keysOf(who).ofAll, dayOf(now)));
    // The price may have doubled while the proof was computed.
    if ((await who.paid()) * 2 >= price) return true;
    throw new Problem('proof-of-work', { challenge: await proofOfWork.challenge(paidUse(who.address), price) });
  };
  const take = async (who: Who, now: number): Promise<GiveBack | undefined> => {
    const { ofAll, ofNetwork } = keysOf(who);
    const day = dayOf(now);
    if (!(await attempts.take(ofNetwork, day, ofANetwork))) return undefined;
    await attempts.add(ofAll, day);
    return async () => {
      await attempts.giveBack(ofNetwork, day);
      await attempts.giveBack(ofAll, day);
    };
  };
  return { admit, take, buy: async (who, now) => ((await admit(who, now)) ? take(who, now) : undefined), hasLeft };
}

/** What a use costs after this many paid ones of the day, in times the proof of a search. */
export function priceOf(uses: number): number {
  return Math.min(DEAREST, 2 ** Math.floor(uses / USES_A_DOUBLING));
}

/** What a proof of work for a use is bound to: the network that computes it. */
export function paidUse(address: string): string {
  return `paid-uses ${neighbourhoodOf(address)}`;
}

/**
 * Tries about a sale beyond the free ones (`sale-tries.ts`), each for a proof of work, so that nobody who spends those locks the customer out.
 *
 * What is guessed: the postal code of a receptor whose RFC and town are known, one of some 300; which of 50 colleagues bought something; or a
 * guarded total, of which the commonest is one of 128. The ten free tries of a day find these with a chance of 3, 20 and 8 %. If work alone
 * paid for more, it would buy everything: at a price that a phone computes in a minute, some 10 core-seconds, 300 guesses cost an hour of a
 * rented core, which is a few US cents (2026-11); and a price that such an attacker does not pay locks out the customer. What a customer has
 * and an attacker elsewhere has not is the customer's network. So each IPv4 /24 and IPv6 /48 gets two paid failures for a sale, strength
 * and day, whatever others spend: one to mistype, and one more; whoever is right is never counted. Two thousand rented addresses in eight
 * /24 and a whole /48 then get 18 guesses beyond the free ten, which find those three things with a chance of 9, 56 and 22 %. The price only
 * slows down those who rent networks by the thousand: it doubles with every fourth paid failure of the day up to 32 times the proof of a
 * search, half a minute to a minute and a half on a phone, and never further. They can still guess. Answers of the taxpayer register are
 * worth less than their price: the SAT's own Validador de RFC gives 5,000 for one captcha (2026-11).
 */
import { Problem } from '../problems/problem.ts';
import type { AttemptStore } from './attempt-store.ts';
import type { ProofOfWork } from './proof-of-work.ts';
import { dayOf, type GiveBack, type Prover } from './prover-budget.ts';

const OF_A_NETWORK = 2;
const FAILURES_A_DOUBLING = 4;
const DEAREST = 32;

/** Tries that are paid for by a proof of work. `now` is in epoch milliseconds. */
export type PaidTries = {
  /**
   * Returns whether the prover has paid for a try, without counting it; `false` if there is none to be had: the prover's network has used its
   * own, or it cannot compute a proof. Throws `proof-of-work` with a challenge if the proof is missing or worth too little by now.
   */
  admit(prover: Prover, now: number): Promise<boolean>;
  /** Takes a try that was admitted; `undefined` if the network has none left. The function that it returns gives it back. */
  take(prover: Prover, now: number): Promise<GiveBack | undefined>;
  hasLeft(prover: Prover, now: number): Promise<boolean>;
};

/** Creates the paid tries, counted in `attempts`; `hashOf` keeps networks out of the database. */
export function createPaidTries(
  attempts: AttemptStore,
  hashOf: (address: string) => string,
  proofOfWork: Pick<ProofOfWork, 'challenge'>,
): PaidTries {
  const keysOf = ({ saleId, strength, address }: Prover): { readonly ofAll: string; readonly ofNetwork: string } => {
    const ofAll = `paid-tries:${saleId}:${strength}`;
    return { ofAll, ofNetwork: `${ofAll}:${hashOf(neighbourhoodOf(address))}` };
  };
  const hasLeft = async (prover: Prover, now: number): Promise<boolean> =>
    prover.paid !== undefined && (await attempts.count(keysOf(prover).ofNetwork, dayOf(now))) < OF_A_NETWORK;
  return {
    hasLeft,
    async admit(prover, now) {
      if (!prover.paid || !(await hasLeft(prover, now))) return false;
      const price = priceOf(await attempts.count(keysOf(prover).ofAll, dayOf(now)));
      // The price may have doubled while the proof was computed.
      if ((await prover.paid()) * 2 >= price) return true;
      throw new Problem('proof-of-work', { challenge: await proofOfWork.challenge(tryUse(prover.address), price) });
    },
    async take(prover, now) {
      const { ofAll, ofNetwork } = keysOf(prover);
      const day = dayOf(now);
      if (!(await attempts.take(ofNetwork, day, OF_A_NETWORK))) return undefined;
      await attempts.add(ofAll, day);
      return async () => {
        await attempts.giveBack(ofNetwork, day);
        await attempts.giveBack(ofAll, day);
      };
    },
  };
}

/** What a try costs after this many paid failures of the day, in times the proof of a search. */
export function priceOf(failures: number): number {
  return Math.min(DEAREST, 2 ** Math.floor(failures / FAILURES_A_DOUBLING));
}

/** What a proof of work for a try is bound to: the network that computes it. */
export function tryUse(address: string): string {
  return `sale-tries ${neighbourhoodOf(address)}`;
}

/** The /24 of an IPv4 address, and the /48 of an IPv6 /64 as `networkOf` writes it; other text as it is. */
function neighbourhoodOf(address: string): string {
  const [, ipv4, ipv6] = /^(\d+\.\d+\.\d+)\.\d+$|^((?:[\da-f]+:){3})[\da-f]+$/.exec(address) ?? [];
  return ipv4 ?? ipv6 ?? address;
}

/** Limits how many requests customers can leave, since each is a row and work for the merchant's team. Beyond that, one costs a proof of work. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { AttemptStore } from './attempt-store.ts';
import { type BudgetLimits, createBudget, type GiveBack, spentToday } from './budget.ts';
import { createPaidUses } from './paid-uses.ts';
import type { ProofOfWork } from './proof-of-work.ts';
import { type Caller, ofSale, type Prover } from './prover.ts';
import { consume } from './too-many.ts';

const A_MINUTE_AND_ADDRESS = 10;
const OF_A_SALE = { name: 'sale-requests', own: 5, all: 10, ofANetwork: 2 } as const;
/**
 * Requests at one portal in a day. Those without a purchase prove nothing, so they have a smaller budget of their own. A network gets many,
 * since the customers of a shop may all be in its wifi.
 */
const OF_A_PORTAL = {
  proven: { name: 'portal-requests', own: 100, all: 500, ofANetwork: 20 },
  unproven: { name: 'unproven-requests', own: 20, all: 100, ofANetwork: 20 },
} as const;

/** Who leaves a request, and at which portal. Without `provers`, it is not about a sale that was found. */
export type Requesting = {
  readonly slug: string;
  readonly merchant: string;
  readonly caller: Caller;
  readonly provers: readonly Prover[];
};

/** Limits on the requests that customers leave: by address and minute, by sale and day, and by portal and day. */
export type RequestLimits = {
  /** Counts a request of an address. Throws `too-many-attempts` above ten a minute. */
  countRequest(address: string): Promise<void>;
  /**
   * Takes one request from the daily budgets of the sales and of the portal. Throws `proof-of-work` with a challenge if none is free and one
   * can be paid for, and `requests-spent` if none can; then nothing is taken. The returned function is for a request that turns out to exist
   * already.
   */
  takeRequest(requesting: Requesting, now: number): Promise<GiveBack>;
};

type AtPortal = Caller & { readonly slug: string };

/**
 * Creates the limits. Minutes are counted in memory and days in `attempts`; `hashOf` keeps addresses out of the database, and `proofOfWork`
 * issues the challenges.
 */
export function createRequestLimits(
  attempts: AttemptStore,
  hashOf: (address: string) => string,
  proofOfWork: Pick<ProofOfWork, 'challenge'>,
): RequestLimits {
  const minute = new RateLimiterMemory({ points: A_MINUTE_AND_ADDRESS, duration: 60 });
  const freeOrPaid = <Who extends Caller>(limits: BudgetLimits<Who> & { readonly ofANetwork: number }) => {
    const free = createBudget(attempts, hashOf, limits);
    const paid = createPaidUses(attempts, hashOf, proofOfWork, { ...limits, name: `paid-${limits.name}` });
    return async (who: Who, now: number) => (await free.take(who, now)) ?? paid.buy(who, now);
  };
  const takeOfSale = freeOrPaid({ ...OF_A_SALE, of: ofSale });
  const ofPortal = ({ slug }: AtPortal): string => slug;
  const takeOfPortal = {
    proven: freeOrPaid({ ...OF_A_PORTAL.proven, of: ofPortal }),
    unproven: freeOrPaid({ ...OF_A_PORTAL.unproven, of: ofPortal }),
  };
  return {
    countRequest: (address) => consume(minute, address),
    async takeRequest({ slug, merchant, caller, provers }, now) {
      const kind = provers.length > 0 ? 'proven' : 'unproven';
      const taken: GiveBack[] = [];
      const take = async (one: Promise<GiveBack | undefined>): Promise<void> => {
        const giveBack = await one;
        if (!giveBack) throw spentToday('requests-spent', now, merchant);
        taken.push(giveBack);
      };
      const giveBack: GiveBack = async () => {
        for (const one of taken) await one();
      };
      try {
        for (const prover of provers) await take(takeOfSale(prover, now));
        await take(takeOfPortal[kind]({ ...caller, slug }, now));
      } catch (error) {
        await giveBack();
        throw error;
      }
      return giveBack;
    },
  };
}

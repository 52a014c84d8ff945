/** Limits how many requests customers can leave, since each is a row and work for the merchant's team. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { AttemptStore } from './attempt-store.ts';
import { createProverBudget, dayOf, type GiveBack, type Prover, spentToday } from './prover-budget.ts';
import { consume } from './too-many.ts';

const A_MINUTE_AND_ADDRESS = 10;
const OF_A_SALE = { name: 'sale-requests', own: 5, all: 10 } as const;
/** Requests at one portal in a day. Those without a purchase prove nothing, so they have a smaller budget of their own. */
const A_DAY_AND_PORTAL = { proven: 500, unproven: 100 } as const;

/** Who leaves a request, and at which portal. Without `provers`, it is not about a sale that was found. */
export type Requesting = {
  readonly slug: string;
  readonly merchant: string;
  readonly address: string;
  readonly provers: readonly Prover[];
};

/** Limits on the requests that customers leave: by address and minute, by sale and day, and by portal and day. */
export type RequestLimits = {
  /** Counts a request of an address. Throws `too-many-attempts` above ten a minute. */
  countRequest(address: string): Promise<void>;
  /** Takes one request from the daily budgets of the sale and of the portal. Throws `requests-spent`, and then nothing is taken. The returned function is for a request that turns out to exist already. */
  takeRequest(requesting: Requesting, now: number): Promise<GiveBack>;
};

/** Creates the limits. Minutes are counted in memory and days in `attempts`; `hashOf` keeps addresses out of the database. */
export function createRequestLimits(attempts: AttemptStore, hashOf: (address: string) => string): RequestLimits {
  const minute = new RateLimiterMemory({ points: A_MINUTE_AND_ADDRESS, duration: 60 });
  const ofSale = createProverBudget(attempts, hashOf, OF_A_SALE);
  const takeOfPortal = async ({ slug, provers }: Requesting, now: number): Promise<GiveBack | undefined> => {
    const kind = provers.length > 0 ? 'proven' : 'unproven';
    const key = `portal-requests:${slug}:${kind}`;
    const day = dayOf(now);
    if (!(await attempts.take(key, day, A_DAY_AND_PORTAL[kind]))) return undefined;
    return () => attempts.giveBack(key, day);
  };
  return {
    countRequest: (address) => consume(minute, address),
    async takeRequest(requesting, now) {
      const taken: GiveBack[] = [];
      const giveBack: GiveBack = async () => {
        for (const one of taken) await one();
      };
      const takes = [
        ...requesting.provers.map((prover) => () => ofSale.take(prover, now)),
        () => takeOfPortal(requesting, now),
      ];
      for (const take of takes) {
        const one = await take();
        if (!one) {
          await giveBack();
          throw spentToday('requests-spent', now, requesting.merchant);
        }
        taken.push(one);
      }
      return giveBack;
    },
  };
}

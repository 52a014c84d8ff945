/**
 * How much may be guessed at a portal. Failures are counted, successes never: by address, by the customer whose e-mail was given, and by
 * portal and day. Past a portal's day a look-up needs a proof of work (`proof-of-work.ts`), and past what its fields are worth a second
 * proof (`lookup-strength.ts`); nobody is locked out by what others do.
 */

import type { FailuresToday } from '../portals/lookup-strength.ts';
import type { AttemptStore } from './attempt-store.ts';
import { createCounter } from './counter.ts';
import { createPortalFailures } from './portal-failures.ts';
import { createPortalFinds } from './portal-finds.ts';
import { tooMany } from './too-many.ts';
import { createTurns, type Turns } from './turns.ts';

const MINUTE_MS = 60_000;
const FAILURES_A_MINUTE = 60;
const LOOKUPS_AT_ONCE = 8;
/** From here on a portal is under attack, unless it finds so much for its customers that they mistype as much. */
const PORTAL_FAILURES_A_DAY = 2_000;
/** What a small portal's customers mistype on a busy day, and what those of a large one do: a quarter of what is found. */
const USUAL_FAILURES_A_DAY = 200;
const FINDS_A_FAILURE = 4;
/** Without a proof, for browsers that cannot make one, while a portal is under attack. */
const SLOW_FAILURES_A_MINUTE = { address: 1, portal: 10 } as const;

/** What a look-up names: the portal, from which network, and whose e-mail where one was given. */
export type LookingUp = { readonly slug: string; readonly address: string; readonly email?: string | undefined };

/** Limits on look-ups at a portal: by network address, by the customer's e-mail, and by portal and day. */
export type LookUpLimits = {
  /** Throws `too-many-attempts` when the address has used up its failures. */
  assertMayLookUp(address: string): void;
  /** Whether the address has failures left, for what goes on without an answer to it. */
  mayLookUp(address: string): boolean;
  /** Counts it where it counts. Throws `StoreUnavailable`: what cannot be counted is not answered. */
  countFailedLookUp(lookingUp: LookingUp): Promise<void>;
  /** Whether the portal's day has seen so many failures that a look-up needs a proof of work. */
  isUnderAttack(slug: string): Promise<boolean>;
  /** Takes a place among the few look-ups without a proof. Throws `too-many-attempts`; what it answers gives the place back. */
  takeSlowLookUp(address: string, slug: string): () => void;
  /** Failed look-ups of the last day: at the portal, and with the e-mail that was given. */
  failuresOf(lookingUp: LookingUp): Promise<FailuresToday>;
  countFound(slug: string, saleId: string): void;
  /** Look-ups of one address, a few at once: what a burst can learn before its failures are counted is bounded. */
  readonly lookUpInTurn: Turns;
};

/** Creates the look-up limits. Daily counts are kept in `attempts`; `hashOf` keeps addresses out of it, and `now` answers epoch milliseconds. */
export function createLookUpLimits(
  attempts: AttemptStore,
  hashOf: (address: string) => string,
  now: () => number,
): LookUpLimits {
  const addresses = createCounter(MINUTE_MS, now);
  const customers = createCounter(24 * 60 * MINUTE_MS, now);
  const slowAddresses = createCounter(MINUTE_MS, now);
  const slowPortals = createCounter(MINUTE_MS, now);
  const portals = createPortalFailures(attempts, now);
  const finds = createPortalFinds(now);
  const usual = (slug: string, least: number): number => Math.max(least, finds.today(slug) / FINDS_A_FAILURE);
  const customerKey = (slug: string, email: string): string => `${slug} ${hashOf(email)}`;
  return {
    assertMayLookUp(address) {
      const { count, msLeft } = addresses.get(address);
      if (count >= FAILURES_A_MINUTE) throw tooMany(msLeft);
    },
    mayLookUp: (address) => addresses.get(address).count < FAILURES_A_MINUTE,
    async countFailedLookUp({ address, slug, email }) {
      addresses.add(address);
      if (email !== undefined) customers.add(customerKey(slug, email));
      await portals.add(slug);
    },
    isUnderAttack: async (slug) => (await portals.today(slug)) >= usual(slug, PORTAL_FAILURES_A_DAY),
    takeSlowLookUp(address, slug) {
      const [own, all] = [slowAddresses.get(address), slowPortals.get(slug)];
      if (own.count >= SLOW_FAILURES_A_MINUTE.address) throw tooMany(own.msLeft);
      if (all.count >= SLOW_FAILURES_A_MINUTE.portal) throw tooMany(all.msLeft);
      slowAddresses.add(address);
      slowPortals.add(slug);
      return () => {
        slowAddresses.giveBack(address);
        slowPortals.giveBack(slug);
      };
    },
    failuresOf: async ({ slug, email }) => ({
      atPortal: await portals.today(slug),
      atCustomer: email === undefined ? 0 : customers.get(customerKey(slug, email)).count,
      usual: usual(slug, USUAL_FAILURES_A_DAY),
    }),
    countFound: finds.add,
    lookUpInTurn: createTurns(LOOKUPS_AT_ONCE),
  };
}

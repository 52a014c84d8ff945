/**
 * Limits how much can be guessed at a portal. Only failures are counted: by network address, by the customer's e-mail, and by portal and day.
 * Above the portal's daily limit a look-up needs a proof of work (`proof-of-work.ts`), and above what its fields are worth it needs a second
 * proof (`lookup-strength.ts`). Nobody is locked out by what others do.
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
/** Above this many failures a day a portal counts as under attack, unless it finds so many sales that its customers alone mistype as often. */
const PORTAL_FAILURES_A_DAY = 2_000;
/** How often the customers of a small portal mistype on a busy day. At a large portal the allowance is a quarter of what is found. */
const USUAL_FAILURES_A_DAY = 200;
const FINDS_A_FAILURE = 4;
/** Look-ups allowed without a proof while a portal is under attack, for browsers that cannot compute one. */
const SLOW_FAILURES_A_MINUTE = { address: 1, portal: 10 } as const;

/** The portal, the network that the look-up comes from, and the customer's e-mail if one was given. */
export type LookingUp = { readonly slug: string; readonly address: string; readonly email?: string | undefined };

/** Limits on look-ups at a portal: by network address, by the customer's e-mail, and by portal and day. */
export type LookUpLimits = {
  /** Throws `too-many-attempts` when the address has used up its failures. */
  assertMayLookUp(address: string): void;
  /** Whether the address has failures left, for callers that do not answer it with a problem. */
  mayLookUp(address: string): boolean;
  /**
   * Counts a failed look-up in every limit that it falls under. Throws `StoreUnavailable`: a failure that cannot be counted must not be
   * answered.
   */
  countFailedLookUp(lookingUp: LookingUp): Promise<void>;
  /** Whether the portal has had so many failures today that a look-up needs a proof of work. */
  isUnderAttack(slug: string): Promise<boolean>;
  /** Takes one of the few look-ups allowed without a proof. Throws `too-many-attempts`. The function that it returns gives the place back. */
  takeSlowLookUp(address: string, slug: string): () => void;
  /** Returns today's failed look-ups at the portal and with the given e-mail. */
  failuresOf(lookingUp: LookingUp): Promise<FailuresToday>;
  countFound(slug: string, saleId: string): void;
  /** Runs the look-ups of one address a few at a time, so that a burst cannot learn much before its failures are counted. */
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

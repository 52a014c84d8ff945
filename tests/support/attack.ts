/**
 * A day at a portal that is being guessed at, with the limits and the second proof as the server has them, on its real store, by a virtual
 * clock. A proof of work is not computed here; it is paid for, in core-seconds.
 */

import { networkOf } from '../../server/http/api/address.ts';
import type { AttemptStore } from '../../server/limits/attempt-store.ts';
import { createLookUpLimits } from '../../server/limits/look-up-limits.ts';
import { isWeak, needsSecondProof, strengthOf } from '../../server/portals/lookup-strength.ts';
import type { LookupField } from '../../server/portals/portal.ts';
import { SALES_LOOKED_AT, soldFacts } from '../../server/sales/sold-facts.ts';
import { chanceOf, chanceOfAcquaintance, openShop, randomOf } from './attacked-shop.ts';

/** What `server/limits/proof-of-work.ts` asks for, on one server core, and on a phone of the middle range. */
export const CORE_SECONDS_A_PROOF = 0.4;
export const PHONE_SECONDS_A_PROOF = { least: 0, most: 4 } as const;
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 10, 29);

export type Attack = {
  readonly way: readonly LookupField[];
  readonly folios: 'in sequence' | 'at random';
  /** A stranger takes any ticket; an acquaintance wants one person's, whose e-mail they know. */
  readonly by: 'stranger' | 'acquaintance';
  readonly guessesADay: number;
  readonly customers: number;
  readonly seed: number;
};

export type Attacked = {
  readonly bits: number;
  readonly isAccepted: boolean;
  /** Guesses that were looked at, and those of them that would have shown what they found. */
  readonly guesses: number;
  readonly open: number;
  readonly expectedHits: number;
  readonly proofs: number;
  readonly shownAtOnce: number;
  readonly shownAfterProof: number;
  readonly askedForSecondProof: number;
  readonly refused: number;
  /** Milliseconds of a customer's wait at the 99th percentile: what the limits take, and what a proof takes a phone. */
  readonly limitsP99: number;
  readonly proofP99: number;
};

export async function simulateAttack(attempts: AttemptStore, attack: Attack): Promise<Attacked> {
  const { way, by, seed } = attack;
  const random = randomOf(seed);
  const shop = openShop(attack.folios, random);
  const facts = soldFacts(shop.sales.slice(-SALES_LOOKED_AT));
  const strength = strengthOf(way, facts);
  let now = START;
  const slug = `attacked-${by}-${way.join('-')}-${attack.folios}-${seed}`;
  const limits = createLookUpLimits(
    attempts,
    (address) => address,
    () => now,
  );
  const chance = by === 'stranger' ? chanceOf : chanceOfAcquaintance;
  const victim = by === 'acquaintance' && way.includes('email') ? 'victima@example.com' : undefined;
  const seen = { guesses: 0, open: 0, expectedHits: 0, proofs: 0 };
  const served = { shownAtOnce: 0, shownAfterProof: 0, askedForSecondProof: 0, refused: 0 };
  const [limitsMs, proofMs]: [number[], number[]] = [[], []];

  const guess = async (): Promise<void> => {
    const lookingUp = { slug, address: networkOf(rotating(random)), email: victim };
    if (!limits.mayLookUp(lookingUp.address)) return;
    if (await limits.isUnderAttack(slug)) seen.proofs += 1;
    if (!needsSecondProof(strength, await limits.failuresOf(lookingUp), false)) {
      seen.expectedHits += chance(shop, way, seen.open);
      seen.open += 1;
    }
    seen.guesses += 1;
    await limits.countFailedLookUp(lookingUp);
  };
  const visit = async (): Promise<void> => {
    const address = customerAddress(random);
    const email = way.includes('email') ? `cliente${Math.floor(random() * 4_000)}@example.com` : undefined;
    // One in twelve mistypes first.
    if (random() < 1 / 12) await limits.countFailedLookUp({ slug, address, email });
    const started = performance.now();
    const isAllowed = limits.mayLookUp(address);
    const isProven = await limits.isUnderAttack(slug);
    const isGuarded = needsSecondProof(strength, await limits.failuresOf({ slug, address, email }), false);
    limits.countFound(slug, `sale_${proofMs.length}`);
    limitsMs.push(performance.now() - started);
    const { least, most } = PHONE_SECONDS_A_PROOF;
    proofMs.push(isProven ? 1_000 * (least + random() * (most - least)) : 0);
    if (!isAllowed) served.refused += 1;
    else if (isGuarded) served.askedForSecondProof += 1;
    else if (isProven) served.shownAfterProof += 1;
    else served.shownAtOnce += 1;
  };

  for (const { at, run } of inOrder(attack, random, guess, visit)) {
    now = START + at;
    await run();
  }
  return {
    bits: Math.min(by === 'stranger' ? strength.stranger : strength.acquaintance, 99),
    isAccepted: !isWeak(way, facts),
    ...seen,
    ...served,
    limitsP99: p99(limitsMs),
    proofP99: p99(proofMs),
  };
}

type Moment = { readonly at: number; readonly run: () => Promise<void> };

/** The attacker at an even pace all day; customers when the shop is open, most of them at noon and in the evening. */
function inOrder(
  { guessesADay, customers }: Attack,
  random: () => number,
  guess: () => Promise<void>,
  visit: () => Promise<void>,
): readonly Moment[] {
  const guesses = Array.from({ length: guessesADay }, (_, n) => ({ at: (n * DAY_MS) / guessesADay, run: guess }));
  const hour = (): number => (random() < 0.5 ? 13 : 20) + (random() + random() + random() - 1.5) * 3;
  const visits = Array.from({ length: customers }, () => ({ at: Math.min(hour(), 23.99) * 3_600_000, run: visit }));
  return [...guesses, ...visits].toSorted((one, other) => one.at - other.at);
}

/** Two thousand rented IPv4 addresses, or any address of an IPv6 /48, which is 65,536 networks. */
export function rotating(random: () => number): string {
  const part = (): number => Math.floor(random() * 65_536);
  if (random() < 0.5) return `198.18.${Math.floor(random() * 8)}.${Math.floor(random() * 250)}`;
  return `2001:db8:7:${part().toString(16)}:${part().toString(16)}::${part().toString(16)}`;
}

/** Half of the customers share the few addresses of their mobile operator. */
export function customerAddress(random: () => number): string {
  const host = Math.floor(random() * 250);
  return random() < 0.5 ? `203.0.113.${host % 16}` : `10.${Math.floor(random() * 250)}.${host}.1`;
}

export function p99(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0;
}

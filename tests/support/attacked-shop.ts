/** A shop of ten thousand tickets, and what an attacker can know of it without knowing any one of them. */
import { createHash } from 'node:crypto';
import type { LookupField } from '../../server/portals/portal.ts';
import type { SaleBody } from '../../server/sales/sale.ts';

export const TICKETS = 10_000;
/** An acquaintance tries the folios of a week; a stranger an address of a million people. */
const DAYS = 70;
const PEOPLE = 1_000_000;

export type Random = () => number;

/** Numbers from 0 to 1, the same for the same seed. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Shop = {
  readonly sales: readonly SaleBody[];
  /** The share of each total, the commonest first. */
  readonly shares: readonly number[];
  readonly isRandom: boolean;
};

/** A convenience store: a few baskets sell most, the rest spread over some hundreds of amounts. */
export function openShop(folios: 'in sequence' | 'at random', random: Random): Shop {
  const sales = Array.from({ length: TICKETS }, (_, at) => ({
    folio: folios === 'in sequence' ? String(41_000 + at) : codeOf(at, random()),
    total: `${priceOf(random())}.00`,
    date: new Date(Date.UTC(2026, 10, 29) - (TICKETS - at) * ((DAYS * 86_400_000) / TICKETS)).toISOString(),
    email: `cliente${at % 4_000}@example.com`,
    cardLast4: String(Math.floor(random() * 10_000)).padStart(4, '0'),
  })) as unknown as readonly SaleBody[];
  const counts = new Map<string, number>();
  for (const { total } of sales) counts.set(total, (counts.get(total) ?? 0) + 1);
  const shares = [...counts.values()].toSorted((a, b) => b - a).map((count) => count / TICKETS);
  return { sales, shares, isRandom: folios === 'at random' };
}

function priceOf(part: number): number {
  return 18 + Math.floor(600 * part ** 1.3);
}

function codeOf(at: number, part: number): string {
  const digest = createHash('sha256').update(`${at} ${part}`).digest();
  return BigInt(`0x${digest.subarray(0, 8).toString('hex')}`)
    .toString(36)
    .padStart(8, '0')
    .slice(-8)
    .toUpperCase();
}

/** The chance that the n-th guess of the best plan hits: each folio in turn with the commonest total, then with the next one. */
export function chanceOf(shop: Shop, way: readonly LookupField[], guess: number): number {
  const has = (field: LookupField): boolean => way.includes(field);
  const round = Math.floor(guess / TICKETS) % shop.shares.length;
  const total = has('total') ? (shop.shares[round] ?? 0) : 1;
  const secret = total * (has('cardLast4') ? 1e-4 : 1) * (has('email') ? 1 / PEOPLE : 1);
  if (has('folio')) return secret * (shop.isRandom ? TICKETS / 36 ** 8 : 1);
  // One guess is compared with the sales of three days, or with all.
  return has('email') ? secret : Math.min(1, secret * (has('date') ? (TICKETS * 3) / DAYS : TICKETS));
}

/** The chance of one try of somebody who knows the customer: the e-mail, the week, and what things cost. */
export function chanceOfAcquaintance(shop: Shop, way: readonly LookupField[], guess: number): number {
  const has = (field: LookupField): boolean => way.includes(field);
  const week = (TICKETS * 7) / DAYS;
  const total = has('total') ? (shop.shares[guess % shop.shares.length] ?? 0) : 1;
  const place = has('folio') ? 1 / week : has('date') ? 3 / 7 : 1;
  return total * place * (has('cardLast4') ? 1e-4 : 1);
}

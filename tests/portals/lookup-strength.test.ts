import { describe, expect, it } from 'vitest';
import {
  isWeak,
  needsSecondProof,
  remedyOf,
  type SoldFacts,
  strengthOf,
  USUAL_FACTS,
  unacknowledged,
  type Way,
} from '../../server/portals/lookup-strength.ts';
import type { SaleBody } from '../../server/sales/sale.ts';
import { soldFacts } from '../../server/sales/sold-facts.ts';

const bits = (way: Way, facts = USUAL_FACTS): readonly number[] => {
  const { acquaintance, stranger } = strengthOf(way, facts);
  return [acquaintance, stranger].map((value) => Math.round(value * 10) / 10);
};

describe('what a combination is worth to somebody who knows the person, and to a stranger', () => {
  it.each<[Way, number, number]>([
    // Known: the address, and the week. A search by date covers three of its seven days.
    [['email'], 0, 20],
    [['email', 'date'], 1.2, 20],
    [['email', 'total'], 7, 27],
    // One of the week's thousand folios; a stranger takes any, and each is somebody's.
    [['folio'], 10, 0],
    [['folio', 'email'], 10, 20],
    [['folio', 'total'], 17, 7],
    // The folio tells the day.
    [['folio', 'total', 'date'], 17, 7],
    [['folio', 'total', 'cardLast4'], 30.3, 20.3],
    // Nothing names a purchase: one guess is compared with 429 of three days, or with all on file.
    [['total', 'date', 'cardLast4'], 21.5, 11.5],
    [['total', 'cardLast4'], 20.3, 7],
  ])('%j: %f and %f bits', (way, acquaintance, stranger) => {
    expect(bits(way)).toEqual([acquaintance, stranger]);
  });

  it('another field never makes it weaker', () => {
    const fields = ['folio', 'email', 'total', 'date', 'cardLast4'] as const;
    for (let set = 1; set < 32; set++) {
      const way = fields.filter((_, at) => set & (1 << at));
      for (const more of fields) {
        const [before, after] = [strengthOf(way, USUAL_FACTS), strengthOf([...way, more], USUAL_FACTS)];
        expect(after.acquaintance).toBeGreaterThanOrEqual(before.acquaintance - 1e-9);
        expect(after.stranger).toBeGreaterThanOrEqual(before.stranger - 1e-9);
      }
    }
  });

  it('what is suggested to add makes it strong enough, with as few fields as possible', () => {
    expect(remedyOf(['email', 'date'], USUAL_FACTS)).toEqual(['folio']);
    expect(remedyOf(['folio', 'total'], USUAL_FACTS)).toEqual(['cardLast4']);
    expect(remedyOf(['total'], USUAL_FACTS)).toEqual(['folio', 'cardLast4']);
    for (const way of [['email', 'date'], ['folio', 'total'], ['total'], ['date']] as const)
      expect(isWeak([...way, ...remedyOf(way, USUAL_FACTS)], USUAL_FACTS)).toBe(false);
  });

  it('a flat price is no secret: where every ticket costs the same, its total adds nothing', () => {
    const parking: SoldFacts = { ...USUAL_FACTS, totalBits: 0 };
    expect(bits(['folio', 'total'], parking)).toEqual(bits(['folio'], parking));
  });
});

describe("what a merchant's own sales say", () => {
  const sold = (count: number, sale: (at: number) => { folio: string; total: string }): readonly SaleBody[] =>
    Array.from({ length: count }, (_, at) => ({
      ...sale(at),
      date: new Date(Date.UTC(2026, 10, 1) + at * 1_800_000).toISOString(),
    })) as unknown as readonly SaleBody[];
  const priced = (at: number): string => `${20 + ((at * 7919) % 400)}.00`;
  // A linear congruence over 36^8: every place is used evenly.
  const random = (at: number): string =>
    ((BigInt(at + 1) * 6_364_136_223_846_793n + 1_442_695_040_888n) % 2_821_109_907_456n).toString(36).padStart(8, '0');

  it('sequential numbers are worth nothing, with or without a branch in front; random codes are worth something', () => {
    expect(soldFacts(sold(400, (at) => ({ folio: String(41_000 + at), total: priced(at) }))).folioBits).toBe(0);
    expect(
      soldFacts(sold(400, (at) => ({ folio: `${at % 2 ? 'ROMA' : 'CTRO'}-${700 + at}`, total: priced(at) }))).folioBits,
    ).toBe(0);
    const { folioBits } = soldFacts(sold(400, (at) => ({ folio: random(at), total: priced(at) })));
    expect(folioBits).toBeGreaterThan(20);
    expect(folioBits).toBeLessThan(29);
  });

  it('the commonest total is what a guesser tries first', () => {
    const half = soldFacts(sold(400, (at) => ({ folio: String(at), total: at % 2 ? '58.00' : priced(at) })));
    const flat = soldFacts(sold(400, (at) => ({ folio: String(at), total: '35.00' })));
    expect(half.totalBits).toBeLessThanOrEqual(1.2);
    expect(flat.totalBits).toBeCloseTo(0);
  });

  it('sales a week are those of the days they were sold on', () => {
    expect(soldFacts(sold(400, (at) => ({ folio: String(at), total: priced(at) }))).salesAWeek).toBeCloseTo(337, 0);
  });

  it('fewer than two hundred say nothing, and the defaults are assumed', () => {
    expect(soldFacts(sold(199, (at) => ({ folio: random(at), total: '35.00' })))).toEqual(USUAL_FACTS);
  });
});

describe('a second proof', () => {
  const quiet = { atCustomer: 0, atPortal: 0 };
  const asks = (way: Way, failures = quiet, usual = 200): boolean =>
    needsSecondProof(strengthOf(way, USUAL_FACTS), { ...failures, usual }, false);

  it("is asked for from the first search where a few guesses find a known person's purchase", () => {
    expect(asks(['email', 'date'])).toBe(true);
    expect(asks(['email', 'total'])).toBe(true);
    expect(asks(['folio', 'email'])).toBe(false);
    expect(asks(['folio', 'total'])).toBe(false);
  });

  it("is asked for once somebody has been guessing at one customer's", () => {
    expect(asks(['folio', 'email'], { atCustomer: 5, atPortal: 5 })).toBe(false);
    expect(asks(['folio', 'email'], { atCustomer: 6, atPortal: 6 })).toBe(true);
  });

  it('is asked for on a day with more failures than a busy shop has, as soon as guessing may have found it', () => {
    expect(asks(['folio', 'total'], { atCustomer: 0, atPortal: 199 })).toBe(false);
    expect(asks(['folio', 'total'], { atCustomer: 0, atPortal: 200 })).toBe(true);
    expect(asks(['folio', 'total'], { atCustomer: 0, atPortal: 1_000 }, 1_200)).toBe(false);
    expect(asks(['folio', 'total', 'cardLast4'], { atCustomer: 0, atPortal: 7_000 })).toBe(false);
    expect(asks(['folio', 'total', 'cardLast4'], { atCustomer: 0, atPortal: 8_000 })).toBe(true);
  });
});

describe('what the merchant has acknowledged', () => {
  it('is each weak way separately', () => {
    const lookup: readonly Way[] = [
      ['folio', 'email'],
      ['folio', 'total'],
      ['email', 'date'],
    ];
    expect(unacknowledged({ lookup }, USUAL_FACTS)).toEqual([
      ['folio', 'total'],
      ['email', 'date'],
    ]);
    expect(unacknowledged({ lookup, acknowledgedLookup: [['date', 'email']] }, USUAL_FACTS)).toEqual([
      ['folio', 'total'],
    ]);
  });
});

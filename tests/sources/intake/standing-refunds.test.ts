import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderFact, RefundFact } from '../../../server/sources/intake/fact.ts';
import { standingRefunds } from '../../../server/sources/intake/standing-refunds.ts';
import { fold, order, refund, saleOf } from './fold-orders.ts';

const AT = 1_795_200_000_000;
const MINUTE = 60_000;

/** What a shop did to one order, a step a minute: each step makes a refund or deletes one. */
type Step = { readonly kind: 'refund' | 'delete'; readonly key: string; readonly cents: number };
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('refund', 'refund', 'delete'),
  key: fc.constantFrom('r1', 'r2', 'r3'),
  cents: fc.integer({ min: 1, max: 9_000 }),
});

const importe = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** The order as it lists its refunds after each step, each refund reported by itself too, and the cents that stand in the end. */
function history(steps: readonly Step[]): {
  readonly reported: readonly (OrderFact | RefundFact)[];
  readonly cents: number;
} {
  const standing = new Map<string, number>();
  const reported: (OrderFact | RefundFact)[] = [order({ version: AT, refunds: [] })];
  for (const [index, { kind, key, cents }] of steps.entries()) {
    const version = AT + (index + 1) * MINUTE;
    if (kind === 'delete') standing.delete(key);
    // A refund is what it was: made again, it is another one.
    else if (!standing.has(key)) standing.set(key, cents);
    const listed = [...standing].map(([refundKey, each]) => refund(importe(each), { refundKey, version }));
    if (kind === 'refund') reported.push(...listed.filter(({ refundKey }) => refundKey === key));
    reported.push(order({ version: version + 1, refunds: listed }));
  }
  return { reported, cents: [...standing.values()].reduce((sum, each) => sum + each, 0) };
}

describe('of refunds that are made and deleted at a shop,', () => {
  it('exactly those of the newest version count, in any order and however often everything arrives', () => {
    const scene = fc
      .array(step, { maxLength: 8 })
      .map(history)
      .chain(({ reported, cents }) =>
        fc
          .tuple(
            fc.shuffledSubarray([...reported], { minLength: reported.length }),
            fc.array(fc.constantFrom(...reported), { maxLength: 6 }),
          )
          .map(([facts, again]) => ({ facts: [...facts, ...again], cents })),
      );
    fc.assert(
      fc.property(scene, ({ facts, cents }) => {
        expect(saleOf('shopify', facts).total).toBe(importe(34_800 - cents));
      }),
      { numRuns: 1_000 },
    );
  });

  it('one that arrives separately after the newest version counts, and one that arrived before and is not in it does not', () => {
    const listed = order({ version: AT, refunds: [] });
    expect(saleOf('shopify', [listed, refund('58.00', { version: AT + MINUTE })]).total).toBe('290.00');
    expect(saleOf('shopify', [listed, refund('58.00', { version: AT - MINUTE })]).total).toBe('348.00');
  });

  it('what a source never lists, a chargeback or a deleted order, counts in addition to the list', () => {
    const lost = refund('348.00', { refundKey: 'dispute', version: AT - MINUTE, isApart: true });
    expect(fold('shopify', [order({ version: AT, refunds: [] }), lost])).toMatchObject({
      wire: { estado: 'cancelada' },
    });
  });

  it('if a source lists none, each counts separately', () => {
    expect(saleOf('stripe', [order({ version: AT }), refund('58.00', { version: 1 })]).total).toBe('290.00');
  });
});

describe('of a refunded total,', () => {
  const total = refund('100.00', { refundKey: 'ch_1', version: AT });
  const part = (version: number) => refund('40.00', { refundKey: 're_1', version, within: 'ch_1', estado: 'failed' });

  it('a part that fails afterwards is subtracted, once, and one that failed before is not in it', () => {
    const left = (reported: readonly RefundFact[]) => standingRefunds(order({}), reported).map((each) => each.importe);
    expect(left([total, part(AT + 1)])).toEqual(['60.00']);
    expect(left([part(AT + 1), part(AT + 1), total])).toEqual(['60.00']);
    expect(left([total, part(AT - 1)])).toEqual(['100.00']);
  });
});

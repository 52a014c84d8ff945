import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConceptoAmounts, conceptoAmounts } from '../../server/cfdi/concepto-amounts.ts';
import { importeLimits, isWithin } from '../../server/cfdi/limits.ts';
import { distance, type Micro, toMicro } from '../../server/cfdi/money.ts';
import { documentTotal, reconcile } from '../../server/cfdi/reconcile.ts';
import type { Sold } from '../../server/cfdi/sold.ts';
import { readSoldLines } from '../../server/cfdi/sold-lines.ts';
import { soldArbitrary } from '../support/generated-sales.ts';
import { seedOr } from '../support/property-seed.ts';
import { CONVENIENCE_STORE, IVA_0, IVA_16, ieps, line, RESTAURANT, sold } from '../support/tickets.ts';

function amountsOf(sale: Sold, itemizeIeps = false): readonly ConceptoAmounts[] {
  const read = readSoldLines(sale);
  if (read.kind === 'faults') throw new Error(JSON.stringify(read.faults));
  return read.lines.map((each) => conceptoAmounts(each, itemizeIeps));
}

function reconciled(lines: readonly ConceptoAmounts[], total: string): readonly ConceptoAmounts[] {
  const moved = reconcile(lines, toMicro(total), 2);
  if (!moved) throw new Error('no line can carry it');
  return moved;
}

const importes = (lines: readonly ConceptoAmounts[]) => lines.map(({ importe }) => importe);

/** Wine and chocolate with IEPS itemised: five figures rounded by themselves, a cent short of what was paid. */
const NEEDS_A_CENT = sold('399.99', [
  line('Vino tinto', '249.99', [ieps('0.265000'), IVA_16]),
  line('Chocolate de mesa', '89.50', [ieps('0.080000'), IVA_0]),
  line('Taza', '60.50'),
]);

describe('reconcile', () => {
  it('leaves a document whose figures add up as it is', () => {
    const lines = amountsOf(RESTAURANT);
    expect(reconcile(lines, toMicro('348.00'), 2)).toBe(lines);
  });

  it('moves only the largest line that can absorb the cent', () => {
    const lines = [...amountsOf(NEEDS_A_CENT, true)];
    for (const cents of [-2n, -1n, 1n, 2n]) {
      const target = documentTotal(lines, 2) + cents * 10_000n;
      const moved = reconcile(lines, target, 2) ?? [];
      expect(documentTotal(moved, 2)).toBe(target);
      expect(importes(moved).map((importe, at) => importe !== lines[at]?.importe)).toEqual([true, false, false]);
    }
  });

  it('moves it as little as possible: no smaller step on that line reaches the total', () => {
    const lines = amountsOf(NEEDS_A_CENT, true);
    const target = documentTotal(lines, 2) - 10_000n;
    const moved = reconcile(lines, target, 2);
    const [before, after] = [lines[0], moved?.[0]];
    if (!before || !after) throw new Error('the first line was to move');
    const smaller = Array.from({ length: Number(distance(before.importe, after.importe)) - 1 }, (_, at) =>
      BigInt(at + 1),
    );
    const enough = smaller.flatMap((step) =>
      [step, -step].filter((delta) => totalWith(lines, before, before.importe + delta) === target),
    );
    expect(enough).toEqual([]);
  });

  it('lets the taxes of the line follow its importe', () => {
    const [line0] = reconciled(amountsOf(NEEDS_A_CENT, true), '399.99');
    const [iepsTax, ivaTax] = line0?.taxes ?? [];
    expect(iepsTax?.base).toBe(line0?.importe);
    expect(ivaTax?.base).toBe((line0?.importe ?? 0n) + (iepsTax?.amount ?? 0n));
  });

  it('never moves a line below its own discount, and reports when none can absorb the rest', () => {
    expect(reconcile(amountsOf(sold('0.05', [line('Dulce', '0.05')])), toMicro('-0.01'), 2)).toBeUndefined();
  });

  it('gives the same total with IEPS folded in or itemised', () => {
    for (const itemizeIeps of [false, true]) {
      const moved = reconciled(amountsOf(CONVENIENCE_STORE, itemizeIeps), '168.00');
      expect(documentTotal(moved, 2)).toBe(toMicro('168.00'));
    }
  });
});

describe('for any sale', () => {
  const sales = fc.tuple(soldArbitrary, fc.boolean());
  const runs = { numRuns: 30, seed: seedOr(4711) };

  it('at most one importe moves, by less than the tolerance of the sale', () => {
    fc.assert(
      fc.property(sales, ([sale, itemizeIeps]) => {
        const before = amountsOf(sale, itemizeIeps);
        const after = reconciled(before, sale.total);
        const moves = after
          .map(({ importe }, at) => distance(importe, before[at]?.importe ?? 0n))
          .filter((move) => move > 0n);
        const discounts = after.every(({ descuento }, at) => descuento === before[at]?.descuento);
        return (
          documentTotal(after, 2) === toMicro(sale.total) &&
          discounts &&
          moves.length <= 1 &&
          (moves[0] ?? 0n) < 100_000n
        );
      }),
      runs,
    );
  });

  it('Importe stays within the limits of Cantidad × ValorUnitario, at six decimals and at two (CFDI40167)', () => {
    fc.assert(
      fc.property(sales, ([sale, itemizeIeps]) =>
        reconciled(amountsOf(sale, itemizeIeps), sale.total).every(({ line: read, valorUnitario, importe }) =>
          [2, 6].every((decimals) =>
            isWithin(
              importe,
              importeLimits(
                { value: read.cantidad, decimals: writtenDecimals(read.cantidad) },
                { value: valorUnitario, decimals: 6 },
                decimals,
              ),
            ),
          ),
        ),
      ),
      runs,
    );
  });
});

function totalWith(lines: readonly ConceptoAmounts[], moved: ConceptoAmounts, importe: Micro): Micro {
  return documentTotal(
    lines.map((each) => (each === moved ? (each.withImporte(importe) ?? each) : each)),
    2,
  );
}

/** Decimals of a quantity as it is written, idle zeros dropped. */
function writtenDecimals(value: Micro): number {
  const fraction = (value % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  return fraction.length;
}

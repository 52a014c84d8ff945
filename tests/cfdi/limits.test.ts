import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importeLimits, impuestoLimits, isProduct, isWithin, lenientDecimals } from '../../server/cfdi/limits.ts';
import { divide, formatMicro, multiply, toMicro } from '../../server/cfdi/money.ts';
import { readDecimal, type WrittenDecimal } from '../../server/cfdi/written-decimal.ts';

function written(text: string): WrittenDecimal {
  const decimal = readDecimal(text);
  if (!decimal) throw new Error(text);
  return decimal;
}

const limits = ({ lower, upper }: { lower: bigint; upper: bigint }): string =>
  `${formatMicro(lower)}–${formatMicro(upper)}`;

describe('the limits of Anexo 20', () => {
  test('move each factor by half of its last decimal, truncated below and raised above', () => {
    // 1.45 × 9.995 = 14.49275; (1.55 − 10⁻¹²) × (10.005 − 10⁻¹²) = 15.50775 less a hair.
    expect(limits(importeLimits(written('1.5'), written('10.00'), 2))).toBe('14.490000–15.510000');
    expect(limits(importeLimits(written('1.5'), written('10.00'), 6))).toBe('14.492750–15.507750');
  });

  test('follow the decimals as written: 1.500 is finer than 1.5', () => {
    expect(limits(importeLimits(written('1.500'), written('10.000000'), 2))).toBe('14.990000–15.010000');
  });

  test('of a tax move only its base', () => {
    // 99.985 × 0.16 = 15.9976; 99.995 × 0.16 = 15.9992.
    expect(limits(impuestoLimits(written('99.99'), written('0.160000'), 2))).toBe('15.990000–16.000000');
  });

  test('include an upper end that the 10⁻¹² keeps from being reached', () => {
    // Exactly 0.5 × 10⁻² more on the base would be 1.6 cents: the ceiling stays at 0.02.
    expect(limits(impuestoLimits(written('0.10'), written('0.160000'), 2))).toBe('0.010000–0.020000');
  });

  test('include zero for a price of zero', () => {
    expect(isWithin(0n, importeLimits(written('1'), written('0'), 2))).toBe(true);
  });

  test('are computed with the fewer decimals for somebody else’s document', () => {
    expect(lenientDecimals(written('348'), 2)).toBe(0);
    expect(lenientDecimals(written('348.000000'), 2)).toBe(2);
  });
});

describe('what this system writes is within the limits under both readings', () => {
  const importe = fc.bigInt(1n, 10n ** 13n);
  const cantidad = fc.oneof(
    fc.integer({ min: 1, max: 100_000 }).map(String),
    fc.bigInt(1n, 10n ** 10n).map((micro) => formatMicro(micro)),
    fc.integer({ min: 1, max: 90_000 }).map((n) => formatMicro(BigInt(n) * 1000n, 3)),
  );

  test('an Importe from which its ValorUnitario was divided', () => {
    fc.assert(
      fc.property(importe, cantidad, (value, quantity) => {
        const price = written(formatMicro(divide(value, toMicro(quantity))));
        fc.pre(price.value > 0n);
        for (const decimals of [2, 6]) {
          expect(isWithin(value, importeLimits(written(quantity), price, decimals))).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a tax rounded to six decimals from its base', () => {
    const rate = fc.constantFrom('0.160000', '0.080000', '0.265000', '1.600000', '0.106667', '0.012500', '3.081800');
    fc.assert(
      fc.property(importe, rate, (base, tasa) => {
        for (const decimals of [2, 6]) {
          const bounds = impuestoLimits(written(formatMicro(base)), written(tasa), decimals);
          expect(isWithin(multiply(base, toMicro(tasa)), bounds)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('the exact product, truncated or raised at six decimals, whatever the decimals', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 12n),
        cantidad,
        fc.integer({ min: 0, max: 6 }),
        fc.boolean(),
        (a, b, decimals, up) => {
          const price = written(formatMicro(a));
          const product = (price.value * toMicro(b) + (up ? 999_999n : 0n)) / 1_000_000n;
          expect(isProduct(product, written(b), price)).toBe(true);
          expect(isWithin(product, importeLimits(written(b), price, decimals))).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('a decimal in somebody else’s document', () => {
  test.each([
    ['348', 348_000_000n, 0],
    ['348.50', 348_500_000n, 2],
    ['.5', 500_000n, 1],
    ['5.', 5_000_000n, 0],
    [' +1.250 ', 1_250_000n, 3],
    ['-0.01', -10_000n, 2],
    ['1.50000000', 1_500_000n, 6],
  ])('%j is read with the decimals as written', (text, value, decimals) => {
    expect(readDecimal(text)).toEqual({ value, decimals });
  });

  test.each(['', '.', '1,5', '1e3', '0x10', '1.2345678', '१', 'NaN', '--1'])('%j is not a decimal', (text) => {
    expect(readDecimal(text)).toBeUndefined();
  });
});

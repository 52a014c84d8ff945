import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  distance,
  divide,
  formatMicro,
  formatTrimmed,
  multiply,
  parseMicro,
  proportion,
  roundTo,
  sum,
  toMicro,
} from '../../server/cfdi/money.ts';

const micro = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 15n });
const decimals = fc.integer({ min: 0, max: 6 });

/** Whether `rounded` is numerator/denominator at a step, halves away from zero: by the definition, in exact rationals. */
function isHalfUp(rounded: bigint, numerator: bigint, denominator: bigint, step: bigint): boolean {
  const off = abs(rounded * denominator - numerator) * 2n;
  const isNearest = off < step * denominator;
  const isHalfAway = off === step * denominator && abs(rounded * denominator) > abs(numerator);
  return rounded % step === 0n && (isNearest || isHalfAway);
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
const stepOf = (places: number): bigint => 10n ** BigInt(6 - places);

describe('parseMicro', () => {
  it.each([
    ['348.00', 348_000_000n],
    ['0.000001', 1n],
    ['0', 0n],
    ['-0.5', -500_000n],
    ['999999999999999999.999999', 999_999_999_999_999_999_999_999n],
    ['007.10', 7_100_000n],
  ])('reads %s exactly', (text, value) => {
    expect(parseMicro(text)).toBe(value);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1e3',
    '1E-2',
    '+1',
    '--1',
    '1.',
    '.5',
    '1.0000001',
    '1,000.00',
    '0x10',
    'NaN',
    'Infinity',
    '٣',
    '1\n',
  ])('refuses %j', (text) => {
    expect(parseMicro(text)).toBeUndefined();
    expect(() => toMicro(text)).toThrow(RangeError);
  });

  it('refuses more digits than an amount of a CFDI can have', () => {
    expect(parseMicro('1'.repeat(19))).toBeUndefined();
  });
});

describe('formatMicro', () => {
  it('writes back what was read, digit for digit', () => {
    fc.assert(fc.property(micro, (value) => toMicro(formatMicro(value)) === value));
  });

  it('never writes an exponent, a negative zero or another number of decimals than requested', () => {
    fc.assert(
      fc.property(micro, decimals, (value, places) => {
        const text = formatMicro(value, places);
        return /^-?\d+(\.\d+)?$/.test(text) && (text.split('.')[1] ?? '').length === places && !/^-[0.]+$/.test(text);
      }),
    );
  });

  it.each([
    [1_005_000n, 2, '1.01'],
    [1_004_999n, 2, '1.00'],
    [-1_005_000n, 2, '-1.01'],
    [-4_999n, 2, '0.00'],
    [2_500_000n, 0, '3'],
    [999_999n, 2, '1.00'],
  ])('rounds %s micro-units half away from zero at %i decimals', (value, places, text) => {
    expect(formatMicro(value, places)).toBe(text);
  });

  it('drops superfluous zeros only after the decimals to keep', () => {
    expect([formatTrimmed(2_000_000n), formatTrimmed(333_333n), formatTrimmed(1_500_000n)]).toEqual([
      '2',
      '0.333333',
      '1.5',
    ]);
    expect([formatTrimmed(1_000_000_000n, 1), formatTrimmed(123_450_000n, 1)]).toEqual(['1000.0', '123.45']);
  });
});

describe('arithmetic, compared with exact rationals,', () => {
  it('rounds the exact value once, half away from zero', () => {
    fc.assert(fc.property(micro, decimals, (a, places) => isHalfUp(roundTo(a, places), a, 1n, stepOf(places))));
  });

  it('multiplies with one rounding, at any number of decimals', () => {
    fc.assert(
      fc.property(micro, micro, decimals, (a, b, places) =>
        isHalfUp(multiply(a, b, places), a * b, 1_000_000n, stepOf(places)),
      ),
    );
  });

  it('divides with one rounding', () => {
    fc.assert(fc.property(micro, positive, (a, b) => isHalfUp(divide(a, b), a * 1_000_000n, b, 1n)));
    fc.assert(fc.property(micro, positive, (a, b) => divide(a, -b) === -divide(a, b)));
  });

  it('computes a proportion with one rounding, where two would drift', () => {
    fc.assert(fc.property(micro, micro, positive, (a, b, c) => isHalfUp(proportion(a, b, c), a * b, c, 1n)));
    expect(proportion(toMicro('0.000001'), toMicro('0.4'), toMicro('0.4'))).toBe(1n);
  });

  it('adds without loss, in any order, where binary floats lose cents', () => {
    fc.assert(fc.property(fc.array(micro), (values) => sum(values) === sum([...values].reverse())));
    expect(formatMicro(sum(Array.from({ length: 10 }, () => toMicro('0.1'))), 1)).toBe('1.0');
    expect(sum([])).toBe(0n);
  });

  it('has the same distance in both directions', () => {
    fc.assert(fc.property(micro, micro, (a, b) => distance(a, b) === distance(b, a) && distance(a, b) === abs(a - b)));
  });
});

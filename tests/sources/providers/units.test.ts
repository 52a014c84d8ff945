import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMinorUnits } from '../../../server/sources/providers/units.ts';

describe('an amount in minor units', () => {
  it.each<[number | bigint, string, string]>([
    [1_160_000, 'mxn', '11600.00'],
    [1, 'MXN', '0.01'],
    [0, 'usd', '0.00'],
    [1500, 'jpy', '1500'],
    [12_990, 'CLP', '12990'],
    [50_000, 'krw', '50000'],
    [10_125, 'KWD', '10.125'],
    [-34_800, 'mxn', '-348.00'],
    [90_071_992_547_409_930n, 'mxn', '900719925474099.30'],
  ])('%s of %s is %s', (amount, currency, text) => {
    expect(fromMinorUnits(amount, currency)).toBe(text);
  });

  it('in an unknown currency counts hundredths: the sale is refused for its currency later, not here', () => {
    expect(fromMinorUnits(100, 'zzz')).toBe('1.00');
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%s is not an amount', (amount) => {
    expect(() => fromMinorUnits(amount, 'mxn')).toThrow(RangeError);
  });

  it('keeps every digit', () => {
    fc.assert(
      fc.property(fc.nat(), (cents) => {
        expect(
          fromMinorUnits(cents, 'mxn')
            .replace('.', '')
            .replace(/^0+(?=\d)/, ''),
        ).toBe(String(cents));
      }),
    );
  });
});

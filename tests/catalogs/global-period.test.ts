import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globalPeriod, PERIODICIDAD_CLAVES } from '../../server/catalogs/global-period.ts';
import { PERIODICIDADES } from '../../server/catalogs/periodicidad.ts';

describe('the period of a global invoice', () => {
  it.each([
    ['2026-11-29', '01', '2026-11-29', '2026-11-29'],
    // 29 November 2026 is a Sunday.
    ['2026-11-29', '02', '2026-11-23', '2026-11-29'],
    ['2026-11-23', '02', '2026-11-23', '2026-11-29'],
    ['2026-11-30', '02', '2026-11-30', '2026-11-30'],
    ['2026-12-02', '02', '2026-12-01', '2026-12-06'],
    ['2026-11-15', '03', '2026-11-01', '2026-11-15'],
    ['2026-11-16', '03', '2026-11-16', '2026-11-30'],
    ['2028-02-20', '03', '2028-02-16', '2028-02-29'],
    ['2026-11-29', '04', '2026-11-01', '2026-11-30'],
    ['2027-02-01', '04', '2027-02-01', '2027-02-28'],
    ['2026-11-29', '05', '2026-11-01', '2026-12-31'],
    ['2026-12-31', '05', '2026-11-01', '2026-12-31'],
    ['2027-01-01', '05', '2027-01-01', '2027-02-28'],
  ] as const)('of %s under %s is from %s to %s', (date, periodicidad, from, to) => {
    expect(globalPeriod(date, periodicidad)).toEqual({ from, to });
  });

  it('partitions the days: each is in one period, the same for all of its days, and only 05 crosses the end of a month', () => {
    const day = fc.integer({ min: 0, max: 3_000 }).map((count) => new Date(Date.UTC(2026, 0, 1 + count)).toISOString());
    fc.assert(
      fc.property(day, fc.constantFrom(...PERIODICIDAD_CLAVES), (iso, periodicidad) => {
        const date = iso.slice(0, 10);
        const { from, to } = globalPeriod(date, periodicidad);
        expect(from <= date && date <= to).toBe(true);
        expect(globalPeriod(from, periodicidad)).toEqual({ from, to });
        expect(globalPeriod(to, periodicidad)).toEqual({ from, to });
        if (periodicidad !== '05') expect(from.slice(0, 7)).toBe(to.slice(0, 7));
      }),
    );
  });

  it('knows the claves of c_Periodicidad', () => {
    expect(PERIODICIDADES.map(({ clave }) => clave)).toEqual([...PERIODICIDAD_CLAVES]);
  });
});

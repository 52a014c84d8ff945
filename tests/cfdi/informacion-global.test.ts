import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globalPeriod, type Periodicidad, periodBefore, shiftDay } from '../../server/catalogs/global-period.ts';
import { informacionGlobal } from '../../server/cfdi/informacion-global.ts';
import '../support/property-seed.ts';

describe('the period of a day', () => {
  test.each<readonly [Periodicidad, string, string, string, string]>([
    ['01', '2026-10-31', '2026-10-31', '2026-10-31', '10'],
    ['02', '2026-11-18', '2026-11-16', '2026-11-22', '11'],
    ['02', '2026-11-22', '2026-11-16', '2026-11-22', '11'],
    ['03', '2026-02-15', '2026-02-01', '2026-02-15', '02'],
    ['03', '2028-02-16', '2028-02-16', '2028-02-29', '02'],
    ['04', '2026-12-31', '2026-12-01', '2026-12-31', '12'],
    ['05', '2026-01-31', '2026-01-01', '2026-02-28', '13'],
    ['05', '2026-10-31', '2026-09-01', '2026-10-31', '17'],
    ['05', '2026-12-31', '2026-11-01', '2026-12-31', '18'],
  ])('%s of %s is %s to %s, Meses %s', (periodicidad, day, from, to, meses) => {
    const period = globalPeriod(day, periodicidad);
    expect(period).toEqual({ from, to });
    expect(informacionGlobal(periodicidad, period)).toEqual({ periodicidad, meses, anio: day.slice(0, 4) });
  });

  test('is a week that ends with its month if it would run into the next: Meses has one month', () => {
    expect(globalPeriod('2026-10-30', '02')).toEqual({ from: '2026-10-26', to: '2026-10-31' });
    expect(globalPeriod('2026-11-01', '02')).toEqual({ from: '2026-11-01', to: '2026-11-01' });
  });

  test('before the first of a year belongs to the year before', () => {
    expect(periodBefore('04', globalPeriod('2026-01-20', '04'))).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(periodBefore('05', globalPeriod('2026-01-20', '05'))).toEqual({ from: '2025-11-01', to: '2025-12-31' });
  });

  test('contains that day, and the next day is in the same period or begins the next one', () => {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.constantFrom<Periodicidad>('01', '02', '03', '04', '05'), (date, periodicidad) => {
        const today = date.toISOString().slice(0, 10);
        const { from, to } = globalPeriod(today, periodicidad);
        expect(from <= today && today <= to).toBe(true);
        expect(globalPeriod(from, periodicidad)).toEqual({ from, to });
        expect(globalPeriod(to, periodicidad)).toEqual({ from, to });
        expect(globalPeriod(shiftDay(to, 1), periodicidad).from).toBe(shiftDay(to, 1));
      }),
    );
  });
});

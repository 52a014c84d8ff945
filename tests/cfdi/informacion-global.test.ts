import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  informacionGlobal,
  type Periodicidad,
  periodBefore,
  periodOf,
  shiftDay,
} from '../../server/cfdi/global-period.ts';
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
    const period = periodOf(periodicidad, day);
    expect(period).toEqual({ from, to });
    expect(informacionGlobal(periodicidad, period)).toEqual({ periodicidad, meses, anio: day.slice(0, 4) });
  });

  test('a week that runs into the next month ends with its own: Meses holds one month', () => {
    expect(periodOf('02', '2026-10-30')).toEqual({ from: '2026-10-26', to: '2026-10-31' });
    expect(periodOf('02', '2026-11-01')).toEqual({ from: '2026-11-01', to: '2026-11-01' });
  });

  test('the period before the first of a year is of the year before', () => {
    expect(periodBefore('04', periodOf('04', '2026-01-20'))).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(periodBefore('05', periodOf('05', '2026-01-20'))).toEqual({ from: '2025-11-01', to: '2025-12-31' });
  });

  test('whatever the day, it is in its period, and the next day begins the next period or is in the same', () => {
    const day = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.constantFrom<Periodicidad>('01', '02', '03', '04', '05'), (date, periodicidad) => {
        const today = date.toISOString().slice(0, 10);
        const { from, to } = periodOf(periodicidad, today);
        expect(from <= today && today <= to).toBe(true);
        expect(periodOf(periodicidad, from)).toEqual({ from, to });
        expect(periodOf(periodicidad, to)).toEqual({ from, to });
        expect(periodOf(periodicidad, shiftDay(to, 1)).from).toBe(shiftDay(to, 1));
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { businessDayAfter, isBusinessDay } from '../../server/catalogs/business-days.ts';

describe('business days of the tax authorities', () => {
  it.each([
    ['2026-01-01', 'New Year'],
    ['2026-02-02', 'the first Monday of February'],
    ['2026-03-16', 'the third Monday of March'],
    ['2026-05-01', '1 May'],
    ['2026-05-05', '5 May'],
    ['2026-09-16', '16 September'],
    ['2026-11-16', 'the third Monday of November'],
    ['2026-12-25', 'Christmas'],
    ['2030-10-01', 'the change of the Executive'],
    ['2026-11-28', 'a Saturday'],
    ['2026-11-29', 'a Sunday'],
  ])('%s is not a business day: %s', (date) => {
    expect(isBusinessDay(date)).toBe(false);
  });

  it.each(['2026-02-09', '2026-03-23', '2026-11-23', '2026-10-01', '2026-11-20', '2026-12-31'])(
    '%s is a business day',
    (date) => {
      expect(isBusinessDay(date)).toBe(true);
    },
  );

  it.each([
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-11-13', 1, '2026-11-17'],
    ['2026-11-20', 3, '2026-11-25'],
    ['2026-12-31', 1, '2027-01-04'],
    ['2026-11-21', 3, '2026-11-25'],
  ])('a term that begins on %s and has %i days ends on %s', (from, count, until) => {
    expect(businessDayAfter(from, count)).toBe(until);
  });
});

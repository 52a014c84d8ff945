import { describe, expect, it } from 'vitest';
import type { Periodicidad } from '../../server/catalogs/global-period.ts';
import { addDays, deadlineDate } from '../../server/portals/deadline.ts';
import { deadlineCalendar } from '../../server/portals/deadline-calendar.ts';
import type { DeadlinePolicy } from '../../server/portals/portal.ts';

const NEXT_MONTH: DeadlinePolicy = { kind: 'month-end', monthsAfter: 1 };
const on = (day: string, policy: DeadlinePolicy, periodicidad?: Periodicidad) =>
  deadlineCalendar(day.slice(0, 7), policy, periodicidad).find(({ date }) => date === day);

describe('a month of a deadline', () => {
  it('has every day of the month once, in order, in a leap February too', () => {
    const days = deadlineCalendar('2028-02', NEXT_MONTH).map(({ date }) => date);
    expect([days[0], days.at(-1), days.length]).toEqual(['2028-02-01', '2028-02-29', 29]);
    expect(days).toEqual(days.toSorted());
  });

  it('marks where the sales of the month before close, and until when its own can be invoiced', () => {
    expect(on('2026-12-31', NEXT_MONTH)).toEqual({
      date: '2026-12-31',
      until: '2027-01-31',
      closes: { from: '2026-11-01', to: '2026-11-30' },
    });
    expect(on('2026-12-30', NEXT_MONTH)).toEqual({ date: '2026-12-30', until: '2027-01-31' });
  });

  it('draws the globals, and which sales are in one before their deadline is over', () => {
    expect(on('2026-12-15', NEXT_MONTH, '03')).toEqual({
      date: '2026-12-15',
      until: '2027-01-31',
      global: { from: '2026-12-01', to: '2026-12-15' },
      asksAfterGlobal: true,
    });
    const untilGlobal: DeadlinePolicy = { kind: 'until-global', periodicidad: '02' };
    expect(on('2026-12-06', untilGlobal, '02')).toEqual({
      date: '2026-12-06',
      until: '2026-12-06',
      closes: { from: '2026-12-01', to: '2026-12-06' },
      global: { from: '2026-12-01', to: '2026-12-06' },
      asksAfterGlobal: false,
    });
  });

  it.each<DeadlinePolicy>([
    NEXT_MONTH,
    { kind: 'month-end', monthsAfter: 0 },
    { kind: 'days', days: 10 },
    { kind: 'year-end' },
    { kind: 'until-global', periodicidad: '01' },
    { kind: 'until-global', periodicidad: '02' },
    { kind: 'until-global', periodicidad: '05' },
  ])('closes each day of sales once in the year, with %j, on the very day that is its deadline', (policy) => {
    const months = Array.from({ length: 36 }, (_, at) => new Date(Date.UTC(2025, at, 1)).toISOString().slice(0, 7));
    const closing = new Map<string, string[]>();
    for (const { date, closes } of months.flatMap((month) => deadlineCalendar(month, policy))) {
      for (let day = closes?.from ?? '9'; closes && day <= closes.to; day = addDays(day, 1))
        closing.set(day, [...(closing.get(day) ?? []), date]);
    }
    for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1))
      expect(closing.get(day)).toEqual([deadlineDate(day, policy)]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PERIODICIDAD_CLAVES, type Periodicidad } from '../../server/catalogs/global-period.ts';
import {
  addDays,
  deadlineDate,
  deadlinePolicy,
  formerDeadlines,
  policiesOf,
  saleDatesDue,
} from '../../server/portals/deadline.ts';
import { deadlineText, longDate } from '../../server/portals/deadline-words.ts';
import type { DeadlinePolicy, PortalSettings } from '../../server/portals/portal.ts';

const monthEnd = (monthsAfter: number): DeadlinePolicy => ({ kind: 'month-end', monthsAfter });
const days = (count: number): DeadlinePolicy => ({ kind: 'days', days: count });
const YEAR_END: DeadlinePolicy = { kind: 'year-end' };
const untilGlobal = (periodicidad: Periodicidad): DeadlinePolicy => ({ kind: 'until-global', periodicidad });

describe('the last day to ask', () => {
  it.each([
    ['2026-11-20', 0, '2026-11-30'],
    ['2026-11-20', 1, '2026-12-31'],
    ['2026-11-30', 1, '2026-12-31'],
    ['2026-12-01', 1, '2027-01-31'],
    ['2026-12-31', 1, '2027-01-31'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2100-01-15', 1, '2100-02-28'],
    ['2026-02-28', 0, '2026-02-28'],
    ['2026-10-05', 12, '2027-10-31'],
    ['2027-02-28', 12, '2028-02-29'],
  ])('of a sale of %s, with the end of the month %i months after, is %s', (sale, monthsAfter, last) => {
    expect(deadlineDate(sale, monthEnd(monthsAfter))).toBe(last);
  });

  it.each([
    ['2026-11-20', 1, '2026-11-21'],
    ['2026-11-20', 30, '2026-12-20'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2027-06-15', 366, '2028-06-15'],
  ])('of a sale of %s, with %i days, is %s', (sale, count, last) => {
    expect(deadlineDate(sale, days(count))).toBe(last);
  });

  it('is a day of the calendar, the last of its month, and never before the sale', () => {
    const saleDay = fc
      .integer({ min: 0, max: 20_000 })
      .map((day) => new Date(Date.UTC(2020, 0, day)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(saleDay, fc.integer({ min: 0, max: 12 }), (sale, monthsAfter) => {
        const last = deadlineDate(sale, monthEnd(monthsAfter));
        const nextDay = new Date(Date.parse(`${last}T00:00:00Z`) + 86_400_000).toISOString();
        return last >= sale && nextDay.slice(8, 10) === '01';
      }),
    );
  });
});

describe('the policies of a portal', () => {
  const settings = (deadline: DeadlinePolicy, more: Partial<PortalSettings> = {}) =>
    ({ ...more, deadline }) as PortalSettings;

  it('are the branch’s own where it has one, and the portal’s for every other', () => {
    const shop = settings(monthEnd(1), { branches: { tijuana: { deadline: days(5) }, roma: {} } });
    expect(['tijuana', 'roma', 'polanco'].map((branch) => deadlinePolicy(shop, branch))).toEqual([
      days(5),
      monthEnd(1),
      monthEnd(1),
    ]);
  });

  it('are remembered when they change, each once, and forgotten when they come back', () => {
    const first = settings(monthEnd(1), { branches: { tijuana: { deadline: YEAR_END } } });
    const second = settings(days(5), { formerDeadlines: formerDeadlines(first, settings(days(5))) });
    expect(second.formerDeadlines).toEqual([monthEnd(1), YEAR_END]);
    const third = settings(monthEnd(1), { formerDeadlines: formerDeadlines(second, settings(monthEnd(1))) });
    expect(third.formerDeadlines).toEqual([days(5), YEAR_END]);
    expect(policiesOf(third)).toEqual([monthEnd(1), days(5), YEAR_END]);
  });
});

describe('the policy in words', () => {
  it.each([
    [days(30), 'Tienes 30 días desde tu compra.', 'You have 30 days from your purchase.'],
    [days(1), 'Tienes un día desde tu compra.', 'You have one day from your purchase.'],
    [
      monthEnd(0),
      'Tienes hasta el último día del mes de tu compra.',
      'You have until the last day of the month of your purchase.',
    ],
    [
      monthEnd(1),
      'Tienes hasta el último día del mes siguiente al de tu compra.',
      'You have until the last day of the month after your purchase.',
    ],
    [
      monthEnd(3),
      'Tienes hasta el último día del mes, 3 meses después de tu compra.',
      'You have until the last day of the month, 3 months after your purchase.',
    ],
  ])('%j', (policy, es, en) => {
    expect([deadlineText(policy, 'compra', 'es-MX'), deadlineText(policy, 'compra', 'en')]).toEqual([es, en]);
  });

  it('is in the words of the trade', () => {
    expect(deadlineText(days(3), 'consumo', 'es-MX')).toBe('Tienes 3 días desde tu consumo.');
    expect(deadlineText(days(3), 'estacionamiento', 'en')).toBe('You have 3 days from your parking ticket.');
  });

  it('never says it is the law: it is the shop’s own', () => {
    for (const policy of [days(1), monthEnd(0), monthEnd(1), monthEnd(6)])
      expect(deadlineText(policy, 'compra', 'es-MX')).not.toMatch(/ley|SAT|obliga/i);
  });

  it('a date is written out, the same in every zone of the machine', () => {
    expect(longDate('2026-12-31', 'es-MX')).toBe('31 de diciembre de 2026');
    expect(longDate('2026-01-01', 'en')).toBe('January 1, 2026');
  });
});

describe('the sales whose deadline is near', () => {
  it.each([
    [monthEnd(0), '2026-11-25', '2026-11-30', '2026-11-01', '2026-11-30'],
    [monthEnd(1), '2026-12-31', '2026-12-31', '2026-11-01', '2026-11-30'],
    [monthEnd(1), '2027-01-31', '2027-03-02', '2026-12-01', '2027-01-31'],
    [monthEnd(12), '2028-02-20', '2028-02-29', '2027-02-01', '2027-02-28'],
    [days(30), '2026-12-20', '2026-12-25', '2026-11-20', '2026-11-25'],
    [YEAR_END, '2026-12-28', '2026-12-31', '2026-01-01', '2026-12-31'],
    [untilGlobal('03'), '2026-11-12', '2026-11-17', '2026-11-01', '2026-11-15'],
  ] as const)('with %j, from %s to %s, were made from %s to %s', (policy, first, last, from, to) => {
    expect(saleDatesDue(policy, [first, last])).toEqual({ from, to });
  });

  it('are those and no others, whatever the policy and the days', () => {
    const day = fc.integer({ min: 0, max: 2_000 }).map((count) => addDays('2026-01-01', count));
    const policy = fc.oneof(
      fc.integer({ min: 0, max: 12 }).map(monthEnd),
      fc.integer({ min: 1, max: 366 }).map(days),
      fc.constant(YEAR_END),
      fc.constantFrom(...PERIODICIDAD_CLAVES).map(untilGlobal),
    );
    fc.assert(
      fc.property(
        policy,
        day,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: -70, max: 70 }),
        (by, first, more, near) => {
          const last = addDays(first, more);
          const { from, to } = saleDatesDue(by, [first, last]);
          const sale = addDays(from, near);
          const deadline = deadlineDate(sale, by);
          expect(from <= sale && sale <= to).toBe(first <= deadline && deadline <= last);
        },
      ),
    );
  });
});

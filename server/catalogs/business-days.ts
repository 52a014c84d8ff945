/**
 * Business days of the tax authorities: CFF article 12, text in force in November 2026. Their general holidays (RMF 2.1.6) change every year and
 * are not counted here, so a term ends here at the earliest day it can really end, never later than it does.
 */

const DAY_MS = 86_400_000;

/** Dates that are the same every year, as `MM-DD`. */
const FIXED = new Set(['01-01', '05-01', '05-05', '09-16', '12-25']);

/** Whether tax terms count this day, `YYYY-MM-DD`: not a Saturday, a Sunday or a holiday of article 12. */
export function isBusinessDay(date: string): boolean {
  const weekday = weekdayOf(date);
  return weekday !== 0 && weekday !== 6 && !isHoliday(date);
}

/** The n-th business day after a date, which is not counted itself; both `YYYY-MM-DD`. */
export function businessDayAfter(date: string, count: number): string {
  let current = date;
  for (let left = count; left > 0; ) {
    current = nextDay(current);
    if (isBusinessDay(current)) left -= 1;
  }
  return current;
}

function isHoliday(date: string): boolean {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  if (FIXED.has(date.slice(5))) return true;
  // The Mondays on which 5 February, 21 March and 20 November are observed: the first, the third, the third.
  const isMonday = weekdayOf(date) === 1;
  if (isMonday && month === 2 && day <= 7) return true;
  if (isMonday && (month === 3 || month === 11) && day >= 15 && day <= 21) return true;
  // The first of October of every sixth year, when the Executive changes: 2024, 2030, …
  return month === 10 && day === 1 && (year - 2024) % 6 === 0;
}

function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

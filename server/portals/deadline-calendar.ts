/** A month of a deadline policy, for display: until when each day's sales can be invoiced, when sales close, and the global invoices. */
import { type GlobalPeriod, globalPeriod, type Periodicidad } from '../catalogs/global-period.ts';
import { addDays, deadlineDate, saleDatesDue } from './deadline.ts';
import type { DeadlinePolicy } from './portal.ts';

/** One day of a month under a deadline policy. Dates are local, `2026-12-31`. */
export type CalendarDay = {
  readonly date: string;
  /** The last day to invoice what is sold on this day. */
  readonly until: string;
  /** The days whose sales can be invoiced for the last time on this day; absent if there are none. */
  readonly closes?: GlobalPeriod;
  /** The period whose last day this is: its global invoice is due within 24 hours of it (RMF 2.7.1.21). */
  readonly global?: GlobalPeriod;
  /** Whether the global invoice covers this day's sales before their deadline: a customer who asks in between asks after the global. */
  readonly asksAfterGlobal?: boolean;
};

/** The days of a month, `2026-12`, in order. Without a `periodicidad` no global is drawn. */
export function deadlineCalendar(
  month: string,
  policy: DeadlinePolicy,
  periodicidad?: Periodicidad,
): readonly CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) {
    days.push(calendarDay(date, policy, periodicidad));
  }
  return days;
}

function calendarDay(date: string, policy: DeadlinePolicy, periodicidad: Periodicidad | undefined): CalendarDay {
  const until = deadlineDate(date, policy);
  const closing = saleDatesDue(policy, [date, date]);
  const period = periodicidad && globalPeriod(date, periodicidad);
  return {
    date,
    until,
    ...(closing.from <= closing.to && { closes: closing }),
    ...(period?.to === date && { global: period }),
    ...(period && { asksAfterGlobal: period.to < until }),
  };
}

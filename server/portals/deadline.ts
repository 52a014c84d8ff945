/** The merchant's own deadline for asking. It is policy, not law: the SAT's position is the same calendar year (cfdi-rules §8.3). */
import type { DeadlinePolicy } from './portal.ts';
import { TRADE_WORDS, type Trade } from './trade-words.ts';

/** The last local day, `YYYY-MM-DD`, on which a sale of that local day can be invoiced by oneself. */
export function deadlineDate(saleDate: string, policy: DeadlinePolicy): string {
  const [year = 0, month = 1, day = 1] = saleDate.split('-').map(Number);
  const last =
    policy.kind === 'days'
      ? Date.UTC(year, month - 1, day + policy.days)
      : Date.UTC(year, month + policy.monthsAfter, 0);
  return dateOf(last);
}

/** The local days of the sales whose deadline is from `first` to `last`; `from` is after `to` where there are none. */
export function saleDatesDue(
  policy: DeadlinePolicy,
  [first, last]: readonly [first: string, last: string],
): { readonly from: string; readonly to: string } {
  if (policy.kind === 'days') return { from: addDays(first, -policy.days), to: addDays(last, -policy.days) };
  const monthOf = (date: string, day: number): string => {
    const [year = 0, month = 1] = date.split('-').map(Number);
    return dateOf(Date.UTC(year, month - 1 - policy.monthsAfter, day));
  };
  // The month of `last` counts only when `last` ends it: tomorrow's month is the first that does not.
  return { from: monthOf(first, 1), to: monthOf(addDays(last, 1), 0) };
}

/** The calendar day so many days after, or before when negative. */
export function addDays(date: string, days: number): string {
  return dateOf(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000);
}

function dateOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/** The policy in words, for the foot of the search screen; in the words of the trade. */
export function deadlineText(policy: DeadlinePolicy, trade: Trade, language: 'es-MX' | 'en'): string {
  const spanish = language === 'es-MX';
  const sold = TRADE_WORDS[trade].sold[language];
  if (policy.kind === 'days') {
    if (policy.days === 1) return spanish ? `Tienes un día desde tu ${sold}.` : `You have one day from your ${sold}.`;
    return spanish ? `Tienes ${policy.days} días desde tu ${sold}.` : `You have ${policy.days} days from your ${sold}.`;
  }
  if (policy.monthsAfter === 0)
    return spanish
      ? `Tienes hasta el último día del mes de tu ${sold}.`
      : `You have until the last day of the month of your ${sold}.`;
  if (policy.monthsAfter === 1) {
    return spanish
      ? `Tienes hasta el último día del mes siguiente al de tu ${sold}.`
      : `You have until the last day of the month after your ${sold}.`;
  }
  return spanish
    ? `Tienes hasta el último día del mes, ${policy.monthsAfter} meses después de tu ${sold}.`
    : `You have until the last day of the month, ${policy.monthsAfter} months after your ${sold}.`;
}

/** `2026-11-20` as «20 de noviembre de 2026». */
export function longDate(date: string, language: 'es-MX' | 'en'): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${date}T00:00:00Z`),
  );
}

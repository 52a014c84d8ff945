/** Sums of amounts as the server writes them, and the days of a month. Counts in cents, never in floats. */

import { money } from '../dates.ts';
import { language } from '../texts.ts';

/** The sum of decimal strings with two decimals. */
export function sumOf(amounts: readonly string[]): string {
  const cents = amounts.reduce((all, amount) => all + centsOf(amount), 0n);
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The same amount with the other sign. */
export function negated(amount: string): string {
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

/** «−$232.00 MXN»: an amount with its sign before the currency symbol. */
export function signed(amount: string, moneda: string): string {
  return amount.startsWith('-') ? `−${money(amount.slice(1), moneda)}` : money(amount, moneda);
}

/** «20 de noviembre de 2026» for a local day, wherever its reader is. */
export function dayWords(date: string): string {
  return formatted(date, { dateStyle: 'long' });
}

/** «2 de octubre», where the year is said above. */
export function dayOfMonth(date: string): string {
  return formatted(date, { day: 'numeric', month: 'long' });
}

function formatted(date: string, options: Intl.DateTimeFormatOptions): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return date;
  return new Intl.DateTimeFormat(language(), { ...options, timeZone: 'UTC' }).format(at);
}

function centsOf(amount: string): bigint {
  const [whole = '0', cents = ''] = amount.replace('-', '').split('.');
  const value = BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0').slice(0, 2));
  return amount.startsWith('-') ? -value : value;
}

/** The first and the last day of a month: `2026-11` gives `2026-11-01` and `2026-11-30`. */
export function daysOf(month: string): { readonly from: string; readonly to: string } {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${last}` };
}

/** The current month in the reader's time zone, and the previous one. */
export function thisMonth(before = 0): string {
  const now = new Date();
  const date = new Date(now.getFullYear(), now.getMonth() - before, 1);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}

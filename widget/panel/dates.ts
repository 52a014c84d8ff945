/** Dates and money as people read them, in the panel's language. */
import { language } from './texts.ts';

/** «20 de noviembre de 2026» for an ISO 8601 time, in the reader's zone. */
export function longDay(iso: string): string {
  return format(iso, { dateStyle: 'long' });
}

/** «20 nov 2026, 18:32», in the given zone or the reader's. */
export function shortTime(iso: string, timeZone?: string): string {
  return format(iso, { dateStyle: 'medium', timeStyle: 'short', ...(timeZone !== undefined && { timeZone }) });
}

/** The `max` of a field for a date and time: with it, browsers take a year of four digits, not six. */
export const LATEST = '9999-12-31T23:59';

function format(iso: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(language(), options).format(date);
}

/** «$1,348.00 MXN» for a decimal string, whose digits are only grouped. */
export function money(amount: string, moneda = 'MXN'): string {
  const [whole = '0', cents = ''] = amount.split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents.padEnd(2, '0')} ${moneda}`;
}

/** Formats money and dates for people. */
import { language } from '../texts.ts';

/** A decimal string for people: `$1,284.50 MXN`. Shows cents; nothing is added up here. */
export function money(amount: string, moneda = 'MXN'): string {
  const format = new Intl.NumberFormat('es-MX', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return `${format.format(amount as `${number}`).replace(/^-?/, (sign) => (sign ? '−$' : '$'))} ${moneda}`;
}

/** An invoice's number as it is printed: `CJ-318`. */
export function serialOf({
  serie = '',
  folio = '',
}: {
  readonly serie?: string | undefined;
  readonly folio?: string | undefined;
}): string {
  return serie && folio ? `${serie}-${folio}` : folio;
}

/** The day of an ISO 8601 instant in its own zone («20 de noviembre de 2026»), or in the reader's if it is in UTC (Z). */
export function day(iso: string): string {
  const own = iso.endsWith('Z') ? undefined : 'UTC';
  const date = new Date(own ? `${iso.slice(0, 10)}T00:00Z` : iso);
  return new Intl.DateTimeFormat(language(), { dateStyle: 'long', timeZone: own }).format(date);
}

/** Puts values into a text's `{name}`s, with days and months in the words of its language. */
import type { Language } from './words.ts';

type Params = Readonly<Record<string, string>>;

/** The names under which params are days (`2026-12-01`, with a wall time or as an instant) or months (`2026-12`). */
const DATED: readonly string[] = ['date', 'from', 'to', 'until', 'lastDay', 'validFrom', 'validTo', 'month'];
// CSDs and their deadlines are in the time of central Mexico.
const ZONE = 'America/Mexico_City';

/**
 * Fills a text. `{period}` is the span of `from` and `to`, in which a single day is said once; `{money}` is an amount. Names without a value stay
 * as they are.
 */
export function fill(text: string, params: Params, language: Language): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (name === 'period') return period(params, language);
    const value = params[name];
    if (value === undefined) return whole;
    if (name === 'money') return pesos(value);
    return DATED.includes(name) ? inWords(value, language) : value;
  });
}

/** «del 1 de diciembre de 2026», or «del 1 de noviembre de 2026 al 30 de noviembre de 2026». */
function period({ from = '', to = from }: Params, language: Language): string {
  const [first, last] = [inWords(from, language), inWords(to, language)];
  if (language === 'en') return first === last ? `of ${first}` : `from ${first} to ${last}`;
  return first === last ? `del ${first}` : `del ${first} al ${last}`;
}

/** «$1,266.50» for a decimal string. */
function pesos(amount: string): string {
  const [whole = '', cents = ''] = amount.split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents.padEnd(2, '0')}`;
}

/** A day or a month in words; anything else as it is. */
function inWords(value: string, language: Language): string {
  const [, day, time = ''] = /^(\d{4}-\d\d-\d\d)(, \d\d:\d\d)?$/.exec(value) ?? [];
  if (day) return `${words(new Date(`${day}T00:00:00Z`), language, { dateStyle: 'long' }, value)}${time}`;
  if (/^\d{4}-\d\d$/.test(value))
    return words(new Date(`${value}-01T00:00:00Z`), language, { month: 'long', year: 'numeric' }, value);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value))
    return words(new Date(value), language, { dateStyle: 'long', timeZone: ZONE }, value);
  return value;
}

function words(date: Date, language: Language, format: Intl.DateTimeFormatOptions, otherwise: string): string {
  if (Number.isNaN(date.getTime())) return otherwise;
  return new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...format }).format(date);
}

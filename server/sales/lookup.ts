/** Finding a sale by what a customer can read on a ticket: forgiving about how it is typed, strict about what matches. */
import { localDate } from '../catalogs/local-time.ts';
import { formatMicro, parseMicro, toMicro, ZERO } from '../cfdi/money.ts';
import type { LookupField } from '../portals/portal.ts';
import { fieldsOf, type Ways } from '../portals/ways.ts';
import type { Fault } from '../problems/problem.ts';
import type { SaleBody, SaleKeys, SaleQuery } from './sale.ts';

/** What a customer typed in each look-up field, as they typed it. */
export type Lookup = { readonly [Field in LookupField]?: string | undefined };

/** The query to search with, or what is wrong with what was typed. */
export type LookupOutcome =
  | { readonly kind: 'query'; readonly query: SaleQuery; readonly date?: string }
  /** A value is unreadable, or no combination is complete: then the faults name what the nearest one lacks. */
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** Normalizes a folio by what people mistype: case, spaces, dashes, "#", O for 0, and I or L for 1. */
export function folioKey(text: string): string {
  return text
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/**
 * Whether two folios are the same number in different notations, such as `A-7`, `a 07` and `A7`. If both have parts, they are compared part by
 * part: `1-11` and `11-1` are two tickets, though either finds both when a customer types it.
 */
export function readsAlike(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  return a.length < 2 || b.length < 2 ? a.join('') === b.join('') : a.join('-') === b.join('-');
}

/** The parts of a folio, without leading zeros, which office programs drop. */
function partsOf(folio: string): readonly string[] {
  const parts = folio.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return parts.map((part) => folioKey(part).replace(/^0+(?=.)/, ''));
}

/** The searchable forms of a sale. */
export function keysOf(sale: SaleBody): SaleKeys {
  const total = centavos(sale.total);
  return {
    folioKey: folioKey(sale.folio),
    ...(sale.email !== undefined && { emailKey: emailKey(sale.email) }),
    totalCentavos: total,
    paidCentavos: sale.ticketTotal
      ? centavos(sale.ticketTotal)
      : total + centavos(sale.propina ?? '0') + centavos(sale.redondeo ?? '0'),
    dateMs: Date.parse(sale.date),
    ...(sale.cardLast4 !== undefined && { cardLast4: sale.cardLast4 }),
  };
}

/** The fields that were filled in and that the portal asks for, required or optional: every one of them has to match. */
export function givenFields(typed: Lookup, ways: Ways): readonly LookupField[] {
  const asked = fieldsOf(ways);
  return (Object.keys(typed) as LookupField[]).filter(
    (field) => asked.includes(field) && (typed[field] ?? '').trim() !== '',
  );
}

/** Reads what was typed, keeping only the fields the portal asks for. */
export function readLookup(typed: Lookup, ways: Ways): LookupOutcome {
  const given = givenFields(typed, ways);
  const lacking = ways.lookup.map((fields) => fields.filter((field) => !given.includes(field)));
  const least = lacking.reduce((best, fields) => (fields.length < best.length ? fields : best), lacking[0] ?? []);
  if (least.length > 0)
    return { kind: 'faults', faults: least.map((field) => ({ code: 'lookup-required', pointer: `/${field}` })) };
  const read = given.map((field) => READERS[field](typed[field] ?? ''));
  const faults = read.flatMap((part) => ('code' in part ? [part] : []));
  if (faults.length > 0) return { kind: 'faults', faults };
  const query: SaleQuery = Object.assign({}, ...read.filter((part) => !('code' in part)));
  return { kind: 'query', query, ...(given.includes('date') && { date: (typed.date ?? '').trim() }) };
}

/** Normalizes what was typed so that two searches can be compared; a value that cannot be read stays as it is. */
export function lookupKey(typed: Lookup): readonly unknown[] {
  return (Object.keys(READERS) as LookupField[]).map((field) => {
    const text = typed[field]?.trim() ?? '';
    if (text === '' || field === 'folio') return partsOf(text).join('-');
    const part = READERS[field](text);
    return 'code' in part ? text : part;
  });
}

/** What was typed for the fields that the portal asks for, in the form that is sent to a merchant's own system; the total is a decimal. */
export function questionOf(
  typed: Lookup,
  { totalCentavos }: SaleQuery,
  ways: Ways,
): { readonly [Field in LookupField]?: string } {
  const given = givenFields(typed, ways).map((field) => [field, (typed[field] ?? '').trim()] as const);
  const total = totalCentavos === undefined ? {} : { total: formatMicro(BigInt(totalCentavos) * 10_000n, 2) };
  return { ...Object.fromEntries(given), ...total };
}

/** Whether the sale's local day is the given one or a neighbour, since people read the date off the card slip or the next day. */
export function isNearDay(sale: SaleBody, date: string, zone: string): boolean {
  const saleDay = Date.parse(`${localDate(Date.parse(sale.date), zone)}T00:00:00Z`);
  return Math.abs(saleDay - Date.parse(`${date}T00:00:00Z`)) <= DAY_MS;
}

const DAY_MS = 86_400_000;

type Part = SaleQuery | Fault;

const READERS: Readonly<Record<LookupField, (text: string) => Part>> = {
  folio: (text) => (folioKey(text) ? { folioKey: folioKey(text) } : { code: 'lookup-required', pointer: '/folio' }),
  email: (text) => (text.includes('@') ? { emailKey: emailKey(text) } : { code: 'email-malformed', pointer: '/email' }),
  total: readTotal,
  date: readDate,
  cardLast4: (text) => {
    const digits = text.replace(/\D/g, '').slice(-4);
    return digits.length === 4 ? { cardLast4: digits } : { code: 'card-last4-malformed', pointer: '/cardLast4' };
  },
};

function emailKey(text: string): string {
  return text.trim().toLowerCase();
}

/**
 * Reads an amount such as `$1,234.50`, `1234.5`, `1 234,50` or `348`. The last separator is the decimal one if one or two digits follow it;
 * each of the others must precede three digits, or two amounts were typed into one another.
 */
function readTotal(text: string): Part {
  const plain = text.replace(/m\.\s?n\./gi, '').replace(/[^\d.,]/g, '');
  const match = /^(\d*|\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2})?)?$/.exec(plain);
  const whole = (match?.[1] ?? '').replace(/[.,]/g, '');
  const value = parseMicro(`${whole || '0'}.${(match?.[2] ?? '').padEnd(2, '0')}`);
  const totalCentavos = Number((value ?? ZERO) / 10_000n);
  return !match || !/\d/.test(plain) || value === undefined || !Number.isSafeInteger(totalCentavos)
    ? { code: 'total-malformed', pointer: '/total' }
    : { totalCentavos };
}

/** Reads a day such as `2026-11-20`. The range is wide enough for every zone of the country; `isNearDay` decides later. */
function readDate(text: string): Part {
  const day = Date.parse(`${text.trim()}T00:00:00Z`);
  // Date.parse accepts 30 February as a day in March.
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== text.trim())
    return { code: 'date-malformed', pointer: '/date' };
  return { dateFrom: day - DAY_MS, dateTo: day + 3 * DAY_MS };
}

function centavos(amount: string): number {
  return Number((toMicro(amount) + 5_000n) / 10_000n);
}

/** The cells of a spreadsheet as people and office programs write them in Mexico, as the wire has them. */
import { instantAt, offsetDateTime } from '../../catalogs/local-time.ts';
import { formatTrimmed, type Micro, parseMicro } from '../../cfdi/money.ts';
import type { Fault } from '../../cfdi/problem.ts';
import { INSTANT } from '../order-values.ts';
import { consumedTotal, isMoney } from './total.ts';

/** Of these a comma before three digits may be one of decimals. */
const MEASURES = ['cantidad', 'tipoCambio'];
/** Of these a point before three digits may be one of thousands. */
const SUMS = ['total', 'totalSinPropina', 'totalConPropina', 'subtotal', 'propina', 'redondeo', 'descuento'];
const AMOUNTS = [...SUMS, ...MEASURES, 'valorUnitario'];
const RATES = ['iva', 'ieps'];

/** How long the SAT's claves are: an office program takes the zeros before a number away. */
const DIGITS: ReadonlyMap<string, number> = new Map(
  Object.entries({ formaPago: 2, objetoImp: 2, claveProdServ: 8, cardLast4: 4 }),
);

const STATES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    pagado: 'pagada',
    completada: 'pagada',
    completado: 'pagada',
    paid: 'pagada',
    pending: 'pendiente',
    cancelado: 'cancelada',
    canceled: 'cancelada',
    cancelled: 'cancelada',
    devuelta: 'cancelada',
    reembolsada: 'cancelada',
  }),
);

type Cells = Readonly<Record<string, string>>;

/** A row as the wire has it, and what could not be read of it: pointers are into a sale. */
export type ReadRow = { readonly cells: Cells; readonly faults: readonly Fault[] };

/** Reads a row's cells; `zone` is that of the branch that sold, for times that do not say theirs. */
export function readCells(cells: Cells, zone: string): ReadRow {
  const { hora, ...rest } = cells;
  const read = Object.fromEntries(
    Object.entries(rest).map(([column, text]) => [column, readCell(column, text, { hora, zone })]),
  );
  const iva = parseMicro(readAmount((cells.iva ?? '').slice(0, MOST_READ)));
  const total = consumedTotal(read, iva);
  const consumed = 'code' in total ? read : { ...read, ...total };
  const wire = { ...consumed, ...ivaCells(consumed, iva, cells.iva ?? '') };
  const faults = [...unreadable({ ...read, iva: wire.iva }, cells), ...ambiguous(read)];
  return { cells: wire, faults: 'code' in total ? [...faults, total] : faults };
}

/** IVA as a rate, or as what it came to. */
function ivaCells(
  cells: Cells,
  iva: Micro | undefined,
  written: string,
): { readonly iva: string; readonly ivaImporte: string } {
  const rate = cells.iva ?? '';
  return iva !== undefined && isMoney(written, cells, RATE.test(rate))
    ? { iva: '', ivaImporte: formatTrimmed(iva, 2) }
    : { iva: rate, ivaImporte: '' };
}

function unreadable(read: Cells, written: Cells): readonly Fault[] {
  return Object.entries(read).flatMap(([name, text]): Fault[] => {
    const column = columnOf(name);
    const code = CHECKS.find(({ columns, isRead }) => columns.includes(column) && text !== '' && !isRead(text))?.code;
    const params = { text: (written[name] ?? '').slice(0, MOST_SHOWN) };
    return code === undefined ? [] : [{ code, pointer: `/${column}`, params }];
  });
}

/** Two columns that mean one, of other names than ours, have to say one thing. */
function ambiguous(read: Cells): readonly Fault[] {
  return Object.entries(read).flatMap(([name, text]): Fault[] => {
    const column = columnOf(name);
    const isOther = column !== name && text !== '' && read[column] !== '' && text !== read[column];
    const params = { one: column, other: name.slice(column.length + 1, column.length + MOST_SHOWN) };
    return isOther ? [{ code: 'column-ambiguous', pointer: `/${column}`, params }] : [];
  });
}

function columnOf(name: string): string {
  return name.replace(/#.*/s, '');
}

/** Of a cell, in what is said of it. */
const MOST_SHOWN = 40;
/** A longer one is no figure and no date: it is not looked at further. */
const MOST_READ = 60;

const RATE = /^(?:exento|0(?:\.\d{1,6})?)$/;

const CHECKS = [
  { columns: ['date'], code: 'cell-not-date', isRead: (text: string) => INSTANT.safeParse(text).success },
  { columns: AMOUNTS, code: 'cell-not-amount', isRead: (text: string) => /^\d{1,15}(\.\d{1,6})?$/.test(text) },
  { columns: RATES, code: 'cell-not-rate', isRead: (text: string) => RATE.test(text) },
];

type Context = { readonly hora: string | undefined; readonly zone: string };

function readCell(name: string, text: string, { hora, zone }: Context): string {
  const column = columnOf(name);
  if (text === '' || text.length > MOST_READ) return text;
  if (column === 'date') return readDate(hora ? `${text.replace(MIDNIGHT, '')} ${hora}` : text, zone);
  if (AMOUNTS.includes(column)) return isTwoFigures(column, text) ? UNREAD : readAmount(text);
  if (RATES.includes(column)) return readRate(text);
  if (column === 'estado') return STATES.get(text.toLowerCase()) ?? text.toLowerCase();
  if (column === 'moneda') return text.toUpperCase();
  // In one payment, c_MetodoPago: says nothing of how.
  if (column === 'formaPago' && /^PUE\b/i.test(text)) return '';
  const digits = DIGITS.get(column);
  return digits !== undefined && /^\d+$/.test(text) ? text.padStart(digits, '0') : text;
}

/** What programs write of a day in one column, whose time is in another. */
const MIDNIGHT = /[\sT,]+0?0:00(?::00)?(?:\.0+)?$/;

/** What can be read in two ways is not read. */
const UNREAD = '?';

/** A quantity of `1,250`, a total of `1.250`: a thousand and more to some, one and a quarter to others. */
function isTwoFigures(column: string, text: string): boolean {
  return (
    (MEASURES.includes(column) && /^\d{1,3},\d{3}$/.test(text)) ||
    (SUMS.includes(column) && /^\$? ?[1-9]\d{0,2}\.\d{3}$/.test(text))
  );
}

/** `$1,234.50`, `1234.5`, `1.234,50` and `1234,5`: before three digits a comma is one of thousands, as in Mexico. */
function readAmount(text: string): string {
  const plain = text
    .replace(/^(-?) ?(?:MXN|\$)? ?/i, '$1')
    .replace(/ ?MXN$/i, '')
    .trim();
  if (/^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(plain)) return plain.replaceAll(',', '');
  if (/^-?\d{1,3}(\.\d{3})*,\d{1,2}$/.test(plain)) return plain.replaceAll('.', '').replace(',', '.');
  if (/^-?\d+,\d{1,2}$/.test(plain)) return plain.replace(',', '.');
  return plain;
}

/** `16%`, `16` and `0.16` are one rate, `exenta` and `exento` one word; 1 % is no rate of IVA, and `1` no percentage. */
function readRate(text: string): string {
  if (/^exent[oa]$/i.test(text)) return 'exento';
  const [, whole, decimals = ''] = /^(\d{1,3})(?:\.(\d{1,4}))?\s*%?$/.exec(text) ?? [];
  const isPercent = whole !== undefined && (text.endsWith('%') || Number(whole) > 1);
  if (!isPercent) return text;
  const digits = whole.padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${decimals}`;
}

/** An instant with its offset stays; a day and a time are those of the branch's wall, the day first: `20/11/2026 6:32 p. m.`. */
function readDate(text: string, zone: string): string {
  const [written = '', ...times] = text.split(/[\sT,]+/);
  const day = readDay(written);
  if (day === undefined) return text;
  // Noon where only the day is said: it is that day for whoever types it, wherever they look from.
  const time = times.length === 0 ? '12:00:00' : wallTime(times.join(' '));
  const at = time === undefined ? undefined : instantAt(`${day}T${time}`, zone);
  return at === undefined ? text : offsetDateTime(at, zone);
}

const MONTHS = ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'];

/** `2026-11-20` of `20/11/2026`, `20-nov-26` or itself; a month that is no number is named. */
function readDay(text: string): string | undefined {
  const [, first = '', second = '', third = ''] =
    /^(\d{1,4})[/-](\d{1,2}|[a-z]{3,10})\.?[/-](\d{1,4})$/i.exec(text) ?? [];
  const [year, day] = first.length === 4 ? [first, third] : [third, first];
  const named = MONTHS.indexOf(second.slice(0, 3).toLowerCase()) + 1;
  const month = named > 0 ? String(named) : second;
  if (!/^(?:20)?\d\d$/.test(year) || !/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month)) return undefined;
  return `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** `18:32:00` of `18:32`, `18:32:07`, `6:32 p. m.`; a time that says its own offset is none of ours. */
function wallTime(time: string): string | undefined {
  const [, hours, minutes, seconds = '00', half] =
    /^(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)? ?(?:([ap])\.? ?m\.?)?$/i.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const told = Number(hours);
  if (half !== undefined && (told < 1 || told > 12)) return undefined;
  const hour = half === undefined ? told : (told % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return hour > 23 ? undefined : `${String(hour).padStart(2, '0')}:${minutes}:${seconds}`;
}

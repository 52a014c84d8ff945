/** Converts the cells of a spreadsheet, as people and office programs write them in Mexico, to the wire format. */
import { formatTrimmed, type Micro, parseMicro } from '../../../cfdi/money.ts';
import { pointerStep } from '../../../problems/pointer.ts';
import type { Fault } from '../../../problems/problem.ts';
import { INSTANT } from '../../intake/order-values.ts';
import { readDate } from './dates.ts';
import { AMOUNT, AMOUNTS, isTwoFigures, RATE, readAmount, readRate } from './figures.ts';
import { consumedTotal, isMoney } from './total.ts';

const RATES = ['iva', 'ieps'];

/** The length of the SAT's claves: an office program removes the zeros before a number. */
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

/** The length to which a cell's text is cut in a fault. */
const MOST_SHOWN = 40;
/** A longer text is neither an amount nor a date, and is not parsed. */
const MOST_READ = 60;

const CHECKS = [
  { columns: ['date'], code: 'cell-not-date', isRead: (text: string) => INSTANT.safeParse(text).success },
  { columns: AMOUNTS, code: 'cell-not-amount', isRead: (text: string) => AMOUNT.test(text) },
  { columns: RATES, code: 'cell-not-rate', isRead: (text: string) => RATE.test(text) },
];

type Cells = Readonly<Record<string, string>>;

/** A row in the wire format, and what could not be read of it; pointers are into a sale. */
export type ReadRow = { readonly cells: Cells; readonly faults: readonly Fault[] };

/**
 * Reads a row's cells; `zone` is that of the branch that sold, for times without one, and `headers` has the file's name for each
 * column.
 */
export function readCells(written: Cells, zone: string, headers: Cells = {}): ReadRow {
  const trimmed = Object.fromEntries(
    Object.entries(written).map(([column, text]) => [column, typedText(column, text)]),
  );
  const cells = { ...trimmed, ...fromSynonyms(trimmed) };
  const { hora, ...rest } = cells;
  const read = Object.fromEntries(
    Object.entries(rest).map(([column, text]) => [column, readCell(column, text, { hora, zone })]),
  );
  const iva = parseMicro(readAmount((cells.iva ?? '').slice(0, MOST_READ)));
  const total = consumedTotal(read, iva);
  const consumed = 'code' in total ? read : { ...read, ...total };
  const wire = { ...consumed, ...ivaCells(consumed, iva, cells.iva ?? '') };
  const faults = [...unreadable({ ...read, iva: wire.iva }, cells), ...ambiguous(read, headers)];
  return { cells: wire, faults: 'code' in total ? [...faults, total] : faults };
}

/** Reads IVA as a rate or as an amount. */
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
    return code === undefined ? [] : [{ code, pointer: pointerStep(column), params }];
  });
}

/** Surrounding blanks are ignored; a ' before a number or a folio kept a spreadsheet from changing it. */
function typedText(name: string, text: string): string {
  const plain = text.trim();
  return columnOf(name) === 'descripcion' ? plain : plain.replace(/^'(?=.)/, '');
}

/** Fills empty cells of the chosen column from another one with the same meaning. */
function fromSynonyms(cells: Cells): Cells {
  const others = Object.entries(cells).filter(([name, text]) => text !== '' && cells[columnOf(name)] === '');
  return Object.fromEntries(others.reverse().map(([name, text]) => [columnOf(name), text]));
}

/** Two columns with the same meaning must agree. */
function ambiguous(read: Cells, headers: Cells): readonly Fault[] {
  return Object.entries(read).flatMap(([name, text]): Fault[] => {
    const column = columnOf(name);
    const known = column === name ? undefined : read[column];
    if (!known || text === '' || isSame(column, known, text)) return [];
    const [one, other] = [headers[column] ?? column, headers[name] ?? name.slice(column.length + 1)];
    const params = { one: one.slice(0, MOST_SHOWN), other: other.slice(0, MOST_SHOWN) };
    return [{ code: 'column-ambiguous', pointer: pointerStep(column), params }];
  });
}

/** Joins a day in one column and its time in another to one date. */
function isSame(column: string, one: string, other: string): boolean {
  if (column === 'date') return one.slice(0, 10) === other.slice(0, 10);
  if (AMOUNTS.includes(column)) return parseMicro(one) === parseMicro(other);
  return one.toLowerCase() === other.toLowerCase();
}

function columnOf(name: string): string {
  return name.replace(/#.*/s, '');
}

/** What programs write in the column of the day if the time is in another one. */
const MIDNIGHT = /[\sT,]+0?0:00(?::00)?(?:\.0+)?$/;
/** A value that can be read in two ways is not read. */
const UNREAD = '?';

type Context = { readonly hora: string | undefined; readonly zone: string };

function readCell(name: string, text: string, { hora, zone }: Context): string {
  const column = columnOf(name);
  if (text === '' || text.length > MOST_READ) return text;
  if (column === 'date') return readDate(hora ? `${text.replace(MIDNIGHT, '')} ${hora}` : text, zone);
  if (AMOUNTS.includes(column)) return isTwoFigures(column, text) ? UNREAD : readAmount(text);
  if (RATES.includes(column)) return readRate(text);
  if (column === 'estado') return STATES.get(text.toLowerCase()) ?? text.toLowerCase();
  if (column === 'moneda') return text.toUpperCase();
  // «In one payment» (c_MetodoPago) does not say how it was paid.
  if (column === 'formaPago' && /^PUE\b/i.test(text)) return '';
  const digits = DIGITS.get(column);
  return digits !== undefined && /^\d+$/.test(text) ? text.padStart(digits, '0') : text;
}

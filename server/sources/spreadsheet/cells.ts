/** The cells of a spreadsheet as people and office programs write them in Mexico, as the wire has them. What cannot be read stays as it is. */
import { dayIn, offsetDateTime } from '../../catalogs/local-time.ts';

const AMOUNTS = ['total', 'propina', 'redondeo', 'descuento', 'valorUnitario', 'cantidad', 'tipoCambio'];

/** How long the SAT's claves are: an office program takes the zeros before a number away. */
const DIGITS: Readonly<Record<string, number>> = { formaPago: 2, objetoImp: 2, claveProdServ: 8, cardLast4: 4 };

const STATES: Readonly<Record<string, string>> = {
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
};

type Cells = Readonly<Record<string, string>>;

/** A row's cells as the wire has them; `zone` is that of the branch that sold, for times that do not say theirs. */
export function readCells(cells: Cells, zone: string): Cells {
  const { hora, date, ...rest } = cells;
  const read = Object.entries(rest).map(([column, text]) => [column, readCell(column, text)] as const);
  return { ...Object.fromEntries(read), ...(date && { date: readDate(hora ? `${date} ${hora}` : date, zone) }) };
}

function readCell(column: string, text: string): string {
  if (text === '') return text;
  if (AMOUNTS.includes(column)) return readAmount(text);
  if (column === 'iva' || column === 'ieps') return readRate(text);
  if (column === 'estado') return STATES[text.toLowerCase()] ?? text.toLowerCase();
  if (column === 'moneda') return text.toUpperCase();
  const digits = DIGITS[column];
  return digits !== undefined && /^\d+$/.test(text) ? text.padStart(digits, '0') : text;
}

/** `$1,234.50`, `1234.5`, `1.234,50` and `1234,5`. A comma before three digits is one of thousands, as in Mexico. */
function readAmount(text: string): string {
  const plain = text.replace(/^(-?)\s*(?:MXN|\$)?\s*/i, '$1').replace(/\s*(?:MXN)?$/i, '');
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) return plain.replaceAll(',', '');
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
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[\sT,]+(.+))?$/.exec(text);
  const spoken = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[\sT,]+(.+))?$/.exec(text);
  const [year, month, day, time] = iso
    ? [iso[1], iso[2], iso[3], iso[4]]
    : [spoken?.[3], spoken?.[2], spoken?.[1], spoken?.[4]];
  if (year === undefined || month === undefined || day === undefined) return text;
  // Noon where only the day is said: it is that day for whoever types it, wherever they look from.
  const seconds = time === undefined ? 43_200 : secondsOf(time);
  if (seconds === undefined) return text;
  try {
    const [midnight] = dayIn(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, zone);
    return offsetDateTime(midnight + seconds * 1_000, zone);
  } catch (error) {
    if (error instanceof RangeError) return text;
    throw error;
  }
}

/** `18:32`, `18:32:07`, `6:32 p. m.`; a time that says its own offset is none of ours. */
function secondsOf(time: string): number | undefined {
  const [, hours, minutes, seconds = '0', half] =
    /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(?:([ap])\.?\s*m\.?)?$/i.exec(time.trim()) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const told = Number(hours);
  if (half !== undefined && (told < 1 || told > 12)) return undefined;
  const hour = half === undefined ? told : (told % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  return hour * 3_600 + Number(minutes) * 60 + Number(seconds);
}

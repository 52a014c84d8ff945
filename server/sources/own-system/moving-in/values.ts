/** What the values in other services' receipts have in common: amounts, instants, words. */
import { z } from 'zod';
import { type Micro, ONE, proportion } from '../../../cfdi/money.ts';
import { INSTANT } from '../../intake/order-values.ts';
import { utcInstant } from '../../providers/units.ts';
import { readAmount } from '../spreadsheet/figures.ts';
import { isReceipt } from './export-file.ts';

/**
 * An amount, a rate or a quantity to the millionth; also a spreadsheet's `$1,234.50` and `348,50`. The services compute in binary floats
 * and write the results as they are, 86.20689655172414 and 1.1e-14, which are rounded here, once and as decimals.
 */
export const DECIMAL = z.string().transform((text, context): Micro => {
  const [, whole = '', fraction = '', exponent = '0'] = PLAIN.exec(readAmount(text.trim())) ?? [];
  const places = fraction.length - Number(exponent);
  if (whole !== '' && places >= 0) return proportion(BigInt(whole + fraction), ONE, 10n ** BigInt(places));
  context.issues.push({ code: 'custom', message: 'amount-malformed', input: text });
  return z.NEVER;
});

const PLAIN = /^(\d{1,15})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * When a receipt was made, with its offset: as ISO 8601, in seconds or milliseconds since 1970, or as Firestore's
 * `_seconds`. A day, and a wall time that says no offset, is noon UTC of that day, morning in all of Mexico: a customer
 * who gives the date of the ticket finds it.
 */
export const DATE = z.unknown().transform((value, context): string => {
  const instant = instantOf(value);
  if (instant !== undefined) return instant;
  const code = value === undefined ? 'required' : 'date-without-offset';
  context.issues.push({ code: 'custom', message: code, input: value });
  return z.NEVER;
});

function instantOf(value: unknown): string | undefined {
  const when = isReceipt(value) ? (value._seconds ?? value.seconds) : value;
  if (typeof when !== 'string') return undefined;
  const text = when.trim().replace(' ', 'T');
  if (INSTANT.safeParse(text).success) return text;
  // No receipt is of before 2001, and none of after 5138: ten digits or eleven are seconds.
  if (/^\d{10,13}$/.test(text)) return utcInstant(Number(text) * (text.length < 12 ? 1000 : 1));
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)(?:T|$)/.exec(text) ?? dayFirst(text);
  const noon = `${year}-${month}-${day}T12:00:00Z`;
  const read = Date.parse(noon);
  // Date.parse takes 30 February for a day of March.
  return !Number.isNaN(read) && utcInstant(read) === noon ? noon : undefined;
}

/** As it is written in Mexico: `20/11/2026`. */
function dayFirst(text: string): readonly (string | undefined)[] {
  const [, day, month, year] = /^(\d\d?)\/(\d\d?)\/(\d{4})(?:T|$)/.exec(text) ?? [];
  return ['', year, month?.padStart(2, '0'), day?.padStart(2, '0')];
}

/** c_FormaPago of `03`, `3` and `03 - Transferencia`; what has no number stays as it is, for the sale to be refused. */
export const FORMA_PAGO = z
  .string()
  .transform((text) => /^\d\d?(?!\d)/.exec(text.trim())?.[0].padStart(2, '0') ?? text);

/** Text that is there; the empty one is not. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Text that may be absent; empty is absent. */
export const WORD = z
  .string()
  .optional()
  .transform((text) => text?.trim() || undefined);

/** Yes or no, of JSON or of a spreadsheet. */
export const FLAG = z.union([
  z.boolean(),
  z
    .string()
    .transform((text) => text.trim().toLowerCase())
    .pipe(z.enum(['true', 'false', 'verdadero', 'falso', '1', '0', 'si', 'sí', 'no']))
    .transform((text) => ['true', 'verdadero', '1', 'si', 'sí'].includes(text)),
]);

/** Reads the values that other services' receipts have in common: amounts, instants, words. */
import { z } from 'zod';
import { type Micro, ONE, proportion } from '../../../cfdi/money.ts';
import { INSTANT } from '../../intake/order-values.ts';
import { utcInstant } from '../../providers/units.ts';
import { readAmount } from '../spreadsheet/figures.ts';
import { isReceipt } from './export-file.ts';

/**
 * Rounds an amount, a rate or a quantity to the millionth; also reads a spreadsheet's `$1,234.50` and `348,50`. The services compute in binary
 * floats and write the results unrounded, 86.20689655172414 and 1.1e-14; they are rounded here, once and as decimals.
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
 * When a receipt was made, with its offset: from ISO 8601, seconds or milliseconds since 1970, or Firestore's `_seconds`. A day, and a
 * local time without an offset, become noon UTC of that day, which is morning in all of Mexico: a customer who types the date of the
 * ticket finds it.
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
  // No receipt is from before 2001 or after 5138, so ten or eleven digits are seconds.
  if (/^\d{10,13}$/.test(text)) return utcInstant(Number(text) * (text.length < 12 ? 1000 : 1));
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)(?:T|$)/.exec(text) ?? dayFirst(text);
  const noon = `${year}-${month}-${day}T12:00:00Z`;
  const read = Date.parse(noon);
  // Date.parse accepts 30 February as a day in March.
  return !Number.isNaN(read) && utcInstant(read) === noon ? noon : undefined;
}

/** The Mexican notation: `20/11/2026`. */
function dayFirst(text: string): readonly (string | undefined)[] {
  const [, day, month, year] = /^(\d\d?)\/(\d\d?)\/(\d{4})(?:T|$)/.exec(text) ?? [];
  return ['', year, month?.padStart(2, '0'), day?.padStart(2, '0')];
}

/** c_FormaPago from `03`, `3` and `03 - Transferencia`; text without a number stays as it is, for the sale to be refused. */
export const FORMA_PAGO = z
  .string()
  .transform((text) => /^\d\d?(?!\d)/.exec(text.trim())?.[0].padStart(2, '0') ?? text);

/** Text that must be present and not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Text that may be absent; empty counts as absent. */
export const WORD = z
  .string()
  .optional()
  .transform((text) => text?.trim() || undefined);

/** A yes or no, from JSON or a spreadsheet. */
export const FLAG = z.union([
  z.boolean(),
  z
    .string()
    .transform((text) => text.trim().toLowerCase())
    .pipe(z.enum(['true', 'false', 'verdadero', 'falso', '1', '0', 'si', 'sí', 'no']))
    .transform((text) => ['true', 'verdadero', '1', 'si', 'sí'].includes(text)),
]);

/** Folios that are none any more: a spreadsheet took them for numbers, dates or formulas, or the row is the sum of the page. */
import type { Fault } from '../problems/problem.ts';

/** What stands where the row's folio should; `header` is what the file calls the column. */
export function folioFault(text: string, header: string): Fault | undefined {
  const folio = text.trim();
  if (TOTALS.test(folio)) return { code: 'row-is-total', pointer: '/folio' };
  if (folio.length > LONGEST || !SPOILT.some((form) => form.test(folio))) return undefined;
  return { code: 'folio-spoilt', pointer: '/folio', params: { text: folio, column: header.slice(0, LONGEST) } };
}

/** Of anything that a spreadsheet makes of a folio. */
const LONGEST = 40;

const TOTALS =
  /^(?:gran |sub)?total(?:es)?(?: (?:general|del? (?:d[ií]a|turno|mes|corte|ventas?|caja|p[áa]gina)|ventas?))? ?:?$|^sumas?(?: total(?:es)?)? ?:?$/i;

const MONTH = '(?:ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic|jan|apr|aug|dec)';
/** As Excel and its like write a month in Spanish and in English; a series in capitals (`NOV-3`, `03-NOV`) is the merchant's own. */
const WRITTEN_MONTH = `(?:${MONTH}|${MONTH.replace(/\b[a-z]/g, (first) => first.toUpperCase())})\\.?`;

/**
 * What programs leave behind, and only that. A number of 12 digits or more becomes one digit, decimals and an exponent with its sign:
 * `1E5`, `E12` and `1E5A` are honest folios. `3-nov` and `nov-03` are what Excel makes of `NOV-3`, always with two digits after a month;
 * a day with its month and year is a date however it is written. `1042.0` is a number that went through a program of tables.
 */
const SPOILT: readonly RegExp[] = [
  /^#+$/,
  /^#[¡¿]?[a-zñáéíóú/0]+[!?]$|^#(?:N\/[AD]|N\.D\.|NV)$/i,
  /^-?\d(?:[.,]\d+)?E\+\d{2,3}$|^-?\d[.,]\d+E[+-]?\d{1,3}$/i,
  /^\d+\.0+$/,
  new RegExp(`^\\d{1,2}[-/ ]${WRITTEN_MONTH}$|^${WRITTEN_MONTH}[-/ ]\\d\\d$`),
  new RegExp(`^\\d{1,2}[-/ ]${MONTH}\\.?[-/ ](?:20)?\\d\\d$`, 'i'),
  /^(?:\d{1,2}([/-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([/-])\d\d\2\d\d)(?:[ T]\d{1,2}:\d\d.*)?$/,
];

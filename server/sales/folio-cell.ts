/** Detects folios that were lost: a spreadsheet converted them to numbers, dates or formulas, or the row is a page total. */
import type { Fault } from '../problems/problem.ts';

/** Returns the fault of a cell that should hold a folio, or nothing. `header` is the file's name for the column. */
export function folioFault(text: string, header: string): Fault | undefined {
  const folio = text.trim();
  if (TOTALS.test(folio)) return { code: 'row-is-total', pointer: '/folio' };
  if (folio.length > LONGEST || !SPOILT.some((form) => form.test(folio))) return undefined;
  return { code: 'folio-spoilt', pointer: '/folio', params: { text: folio, column: header.slice(0, LONGEST) } };
}

/**
 * Returns the fault of a folio that a program sends and that a spreadsheet turned into a number; `field` is the name of its field. Dates, whole
 * numbers and the like are accepted, because the sender's own system may number its tickets with them.
 */
export function numberFault(folio: string, field: string): Fault | undefined {
  return NUMBER.test(folio)
    ? { code: 'folio-spoilt', pointer: '/folio', params: { text: folio, column: field } }
    : undefined;
}

/** A longer text is never what a spreadsheet made of a folio. Column names in faults are cut to this length, too. */
const LONGEST = 40;

const TOTALS =
  /^(?:gran |sub)?total(?:es)?(?: (?:general|del? (?:d[ií]a|turno|mes|corte|ventas?|caja|p[áa]gina)|ventas?))? ?:?$|^sumas?(?: total(?:es)?)? ?:?$/i;

const MONTH = '(?:ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic|jan|apr|aug|dec)';
/** Months as Excel and similar programs write them in Spanish and English. A series in capitals (`NOV-3`, `03-NOV`) is the merchant's own. */
const WRITTEN_MONTH = `(?:${MONTH}|${MONTH.replace(/\b[a-z]/g, (first) => first.toUpperCase())})\\.?`;

/** A number in scientific notation, as spreadsheets write one of 12 digits or more. */
const NUMBER = /^-?\d(?:[.,]\d+)?E\+\d{2,3}$|^-?\d[.,]\d+E[+-]?\d{1,3}$/i;

/**
 * What spreadsheet programs turn folios into, and nothing else. A number of 12 digits or more becomes one digit, decimals and a signed exponent,
 * while `1E5`, `E12` and `1E5A` are real folios. Excel turns `NOV-3` into `3-nov` or `nov-03`, always with two digits after a month. A day with
 * month and year is a date in any notation. `1042.0` is a number that went through a data-frame tool.
 */
const SPOILT: readonly RegExp[] = [
  /^#+$/,
  /^#[¡¿]?[a-zñáéíóú/0]+[!?]$|^#(?:N\/[AD]|N\.D\.|NV)$/i,
  NUMBER,
  /^\d+\.0+$/,
  new RegExp(`^\\d{1,2}[-/ ]${WRITTEN_MONTH}$|^${WRITTEN_MONTH}[-/ ]\\d\\d$`),
  new RegExp(`^\\d{1,2}[-/ ]${MONTH}\\.?[-/ ](?:20)?\\d\\d$`, 'i'),
  /^(?:\d{1,2}([/-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([/-])\d\d\2\d\d)(?:[ T]\d{1,2}:\d\d.*)?$/,
];

/** The RFC: its form, its date, the kind of person, its check digit. Browser and server share this file; it stays small. */
import type { Person } from '../catalogs/person.ts';

declare const rfcBrand: unique symbol;
/** A well-formed RFC in capitals with a valid date; whether the SAT knows it is another question. */
export type Rfc = string & { readonly [rfcBrand]: true };

/** The national generic RFC: sales without a named taxpayer (CFF 29-A; RMF 2.7.1.23). */
export const GENERIC_NACIONAL = 'XAXX010101000' as Rfc;
/** The generic RFC of residents abroad (RMF 2.7.1.23). */
export const GENERIC_EXTRANJERO = 'XEXX010101000' as Rfc;

// cfdv40.xsd, tdCFDI.xsd t_RFC (2022): three letters for a moral, four for a física.
const FORM = /^[A-ZÑ&]{3,4}(\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[A-Z\d]{2}[A\d]$/;
const ALPHABET = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';

/**
 * Normalises what a person typed to the SAT's form: capitals, no spaces, dashes or dots; & and Ñ kept. A letter that no RFC has (É) stays,
 * to be refused: without it, the RFC of a person could pass for that of a company.
 */
export function normalizeRfc(text: string): string {
  return (
    text
      .normalize('NFC')
      // Only letters whose capital is one letter: others (ﬃ becomes FFI) would make the text longer than what was typed.
      .replace(/[a-zà-ÿ]/g, (letter) => letter.toUpperCase())
      .replace(/[^\p{L}&\d]/gu, '')
  );
}

/** Reads an RFC as typed. `undefined` if the form or the date is wrong. */
export function parseRfc(text: string): Rfc | undefined {
  const rfc = normalizeRfc(text);
  const match = FORM.exec(rfc);
  return match && isRealDate(Number(match[1]), Number(match[2]), Number(match[3])) ? (rfc as Rfc) : undefined;
}

/** By how many characters an RFC with intact letters and date is too long (1) or too short (-1); 0 if something else is wrong with it. */
export function surplusOf(rfc: string): number {
  const [, end] = /^[A-ZÑ&]{3,4}\d{6}([A-Z\d]{2}|[A-Z\d]{4})$/.exec(rfc) ?? [];
  return end === undefined ? 0 : end.length - 3;
}

/** Twelve characters are a persona moral's, thirteen a persona física's. */
export function personOf(rfc: string): Person {
  return rfc.length === 12 ? 'moral' : 'fisica';
}

/** Whether an RFC is one of the two generic ones, which belong to no particular taxpayer. */
export function isGeneric(rfc: string): boolean {
  return rfc === GENERIC_NACIONAL || rfc === GENERIC_EXTRANJERO;
}

/**
 * Whether the last character is the check digit that the SAT computes (Anexo 1-A, algorithm of ficha 39/CFF). Some issued RFCs
 * and the generic ones violate it, so `false` is a reason to look again, never to refuse.
 */
export function hasCheckDigit(rfc: string): boolean {
  const body = rfc.slice(0, -1).padStart(12, ' ');
  let total = 0;
  for (let index = 0; index < 12; index++) total += ALPHABET.indexOf(body.charAt(index)) * (13 - index);
  const digit = (11 - (total % 11)) % 11;
  return rfc.at(-1) === (digit === 10 ? 'A' : String(digit));
}

// Two digits do not reveal the century, so 29 February is accepted in any year divisible by four (00 may be 2000).
function isRealDate(year: number, month: number, day: number): boolean {
  const days = month === 2 ? (year % 4 === 0 ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}

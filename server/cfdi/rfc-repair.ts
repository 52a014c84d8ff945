/** Repairs what was typed in place of an RFC: look-alike characters, or a CURP. Browser and server share this file. */
import { hasCheckDigit, normalizeRfc, parseRfc, type Rfc } from './rfc.ts';

// Look-alikes, letter and digit side by side. An RFC has letters, then six digits, then a homoclave of both.
const LETTERS = 'OISBZ';
const DIGITS = '01582';

// Anexo of the CURP's instructivo (RENAPO, 2021): four letters, date, sex, five letters, two more.
const CURP = /^[A-ZÑ]{4}\d{6}[HMX][A-ZÑ]{5}[A-Z\d]?\d?$/;

/**
 * The RFC of the right length that was most likely meant: with a letter O typed for a zero (or I for 1, S for 5, B for 8, Z for 2) in
 * the date, or a digit among the initials. For a well-formed RFC with a wrong check digit, the one look-alike that corrects it.
 * `undefined` if there is nothing to repair, or more than one possible repair.
 */
export function repairedRfc(text: string): Rfc | undefined {
  const rfc = normalizeRfc(text);
  if (rfc.length !== 12 && rfc.length !== 13) return undefined;
  const initials = rfc.length - 9;
  const likely = parseRfc(
    swapped(rfc.slice(0, initials), DIGITS, LETTERS) +
      swapped(rfc.slice(initials, -3), LETTERS, DIGITS) +
      rfc.slice(-3, -1) +
      (rfc.endsWith('A') ? 'A' : swapped(rfc.slice(-1), LETTERS, DIGITS)),
  );
  if (!likely || hasCheckDigit(likely)) return likely === rfc ? undefined : likely;
  const mended = homoclaves(likely).filter(hasCheckDigit);
  if (mended.length === 1) return mended[0];
  return likely === rfc ? undefined : likely;
}

/** Whether it is a CURP, whole or without its last characters; its first ten are usually those of its owner's RFC. */
export function isCurp(text: string): boolean {
  const typed = normalizeRfc(text);
  return CURP.test(typed) || /^[A-ZÑ]{4}\d{6}[A-Z\d]{8}$/.test(typed);
}

function swapped(text: string, from: string, to: string): string {
  return [...text].map((character) => to[from.indexOf(character)] ?? character).join('');
}

function homoclaves(rfc: Rfc): Rfc[] {
  return [rfc.length - 3, rfc.length - 2].flatMap((at) => {
    const other = swapped(swapped(rfc.charAt(at), DIGITS, LETTERS), LETTERS, DIGITS);
    const flipped = other === rfc.charAt(at) ? swapped(rfc.charAt(at), DIGITS, LETTERS) : other;
    return parseRfc(rfc.slice(0, at) + flipped + rfc.slice(at + 1)) ?? [];
  });
}

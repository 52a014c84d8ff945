/** What the rows of all small catalogues share, and when a row is in force. */

/** Start of validity of nearly every row of CFDI 4.0's catalogues. */
export const CFDI_40 = '2022-01-01';

/** A row of a c_ catalogue. Dates are `YYYY-MM-DD`, both inclusive; an empty `validFrom` has no start, an absent `validTo` no end. */
export type Entry = {
  readonly clave: string;
  readonly texto: string;
  readonly validFrom: string;
  readonly validTo?: string;
};

/** Whether a row is in force on a local date; `fecha` may be `2026-11-20` or a CFDI's `2026-11-20T18:32:00`. */
export function isInForce(entry: Pick<Entry, 'validFrom' | 'validTo'>, fecha: string): boolean {
  const day = fecha.slice(0, 10);
  return entry.validFrom <= day && (entry.validTo === undefined || day <= entry.validTo);
}

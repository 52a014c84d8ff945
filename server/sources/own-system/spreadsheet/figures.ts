/** Reads amounts and rates as people and office programs write them in Mexico. */

/** Columns in which a comma before three digits may be a decimal comma. */
const MEASURES = ['cantidad', 'tipoCambio'];
/** Columns in which a point before three digits may separate thousands. */
const SUMS = ['total', 'totalSinPropina', 'totalConPropina', 'subtotal', 'propina', 'redondeo', 'descuento'];

/** The columns of amounts and quantities, without those of rates. */
export const AMOUNTS: readonly string[] = [...SUMS, ...MEASURES, 'valorUnitario'];

/** The form of an amount in the wire format. */
export const AMOUNT = /^\d{1,15}(\.\d{1,6})?$/;

/** The form of a rate in a submitted line. */
export const RATE = /^(?:exento|0(?:\.\d{1,6})?)$/;

/** A quantity of `1,250`, a total of `1.250`: over a thousand to some, one and a quarter to others. */
export function isTwoFigures(column: string, text: string): boolean {
  return (
    (MEASURES.includes(column) && /^\d{1,3},\d{3}$/.test(text)) ||
    (SUMS.includes(column) && /^\$? ?[1-9]\d{0,2}\.\d{3}$/.test(text))
  );
}

/** Reads `$1,234.50`, `1234.5`, `1.234,50` and `1234,5`: before three digits a comma separates thousands, as in Mexico. */
export function readAmount(text: string): string {
  const plain = text
    .replace(/^(-?) ?(?:MXN|\$)? ?/i, '$1')
    .replace(/ ?MXN$/i, '')
    .trim();
  if (/^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(plain)) return plain.replaceAll(',', '');
  if (/^-?\d{1,3}(\.\d{3})*,\d{1,2}$/.test(plain)) return plain.replaceAll('.', '').replace(',', '.');
  if (/^-?\d+,\d{1,2}$/.test(plain)) return plain.replace(',', '.');
  return plain;
}

/** Reads `16%`, `16` and `0.16` as one rate, and `exenta` as `exento`; 1 % is not a rate of IVA, and `1` is not a percentage. */
export function readRate(text: string): string {
  if (/^exent[oa]$/i.test(text)) return 'exento';
  const [, whole, decimals = ''] = /^(\d{1,3})(?:\.(\d{1,4}))?\s*%?$/.exec(text) ?? [];
  const isPercent = whole !== undefined && (text.endsWith('%') || Number(whole) > 1);
  if (!isPercent) return text;
  const digits = whole.padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${decimals}`;
}

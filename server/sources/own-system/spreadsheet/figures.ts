/** Amounts and rates as people and office programs write them in Mexico. */

/** Of these a comma before three digits may be one of decimals. */
const MEASURES = ['cantidad', 'tipoCambio'];
/** Of these a point before three digits may be one of thousands. */
const SUMS = ['total', 'totalSinPropina', 'totalConPropina', 'subtotal', 'propina', 'redondeo', 'descuento'];

/** The columns of figures, those of rates aside. */
export const AMOUNTS: readonly string[] = [...SUMS, ...MEASURES, 'valorUnitario'];

/** What an amount is on the wire. */
export const AMOUNT = /^\d{1,15}(\.\d{1,6})?$/;

/** What a rate is in a submitted line. */
export const RATE = /^(?:exento|0(?:\.\d{1,6})?)$/;

/** A quantity of `1,250`, a total of `1.250`: a thousand and more to some, one and a quarter to others. */
export function isTwoFigures(column: string, text: string): boolean {
  return (
    (MEASURES.includes(column) && /^\d{1,3},\d{3}$/.test(text)) ||
    (SUMS.includes(column) && /^\$? ?[1-9]\d{0,2}\.\d{3}$/.test(text))
  );
}

/** `$1,234.50`, `1234.5`, `1.234,50` and `1234,5`: before three digits a comma is one of thousands, as in Mexico. */
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

/** `16%`, `16` and `0.16` are one rate, `exenta` and `exento` one word; 1 % is no rate of IVA, and `1` no percentage. */
export function readRate(text: string): string {
  if (/^exent[oa]$/i.test(text)) return 'exento';
  const [, whole, decimals = ''] = /^(\d{1,3})(?:\.(\d{1,4}))?\s*%?$/.exec(text) ?? [];
  const isPercent = whole !== undefined && (text.endsWith('%') || Number(whole) > 1);
  if (!isPercent) return text;
  const digits = whole.padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${decimals}`;
}

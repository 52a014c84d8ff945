/**
 * The number of decimals with which an amount is printed. The XML has six (`$150.862069`), which nobody reads; with two an accountant's
 * check would fail by a cent. So the paper shows the fewest that still check, at least two, and the exact value stays in the XML:
 * - importes, and discounts, all with the same number of decimals: the fewest with which the column adds up to its printed sum;
 * - a unit price with the fewest with which cantidad × valor unitario gives the printed importe;
 * - a tax's base with the fewest with which base × rate gives the printed tax.
 * If no number of decimals does that (in a document with somebody else's arithmetic), everything in the XML is shown.
 */
import type { Comprobante, Concepto, Traslado } from '../cfdi/comprobante.ts';
import { formatMicro, type Micro, multiply, parseMicro, roundTo, sum } from '../cfdi/money.ts';

const LEAST = 2;
const MOST = 6;

/** The amounts of one document, rounded for the paper; each is a plain decimal as `money` takes it. */
export type ShownAmounts = {
  readonly importe: (amount: string) => string;
  readonly valorUnitario: (concepto: Pick<Concepto, 'cantidad' | 'valorUnitario' | 'importe'>) => string;
  readonly base: (tax: Traslado) => string;
};

/** Decides the decimals for one document and returns the functions that print its amounts. */
export function shownAmounts(c: Pick<Comprobante, 'conceptos' | 'subTotal' | 'descuento'>): ShownAmounts {
  const decimals = fewest((count) => addsUp(c, count));
  const importe = (amount: string): string => shown(amount, decimals);
  return {
    importe,
    valorUnitario: ({ cantidad, valorUnitario, importe: product }) =>
      factor(valorUnitario, parseMicro(cantidad), parseMicro(product), decimals),
    base: (tax) =>
      tax.tipoFactor === 'Tasa' && tax.importe !== undefined
        ? factor(tax.base, parseMicro(tax.tasaOCuota ?? ''), parseMicro(tax.importe), decimals)
        : importe(tax.base),
  };
}

/** The printed figure of one factor, given the other and the printed product. */
function factor(amount: string, other: Micro | undefined, product: Micro | undefined, decimals: number): string {
  const value = parseMicro(amount);
  if (value === undefined || other === undefined || product === undefined) return amount;
  const printed = roundTo(product, decimals);
  return shown(
    amount,
    fewest((count) => roundTo(multiply(roundTo(value, count), other), decimals) === printed),
  );
}

function addsUp({ conceptos, subTotal, descuento }: Parameters<typeof shownAmounts>[0], decimals: number): boolean {
  return (
    isSumOf(
      subTotal,
      conceptos.map((one) => one.importe),
      decimals,
    ) &&
    isSumOf(
      descuento ?? '0',
      conceptos.flatMap((one) => one.descuento ?? []),
      decimals,
    )
  );
}

/** A document without concepts of its own (a payment) has nothing to add up. */
function isSumOf(total: string, parts: readonly string[], decimals: number): boolean {
  const expected = parseMicro(total);
  const printed = parts.map((part) => roundTo(parseMicro(part) ?? 0n, decimals));
  return expected === undefined || roundTo(sum(printed), LEAST) === roundTo(expected, LEAST);
}

function fewest(isEnough: (decimals: number) => boolean): number {
  for (let decimals = LEAST; decimals < MOST; decimals += 1) if (isEnough(decimals)) return decimals;
  return MOST;
}

function shown(amount: string, decimals: number): string {
  const value = parseMicro(amount);
  return value === undefined ? amount : formatMicro(roundTo(value, decimals));
}

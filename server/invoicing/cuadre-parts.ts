/** The parts of an amount by rate of IVA, and how the cents of a whole document are shared out among the sales on it. */
import type { Traslado } from '../cfdi/comprobante.ts';
import { type Micro, roundTo, sum, toMicro, ZERO } from '../cfdi/money.ts';

/** The columns by which the cuadre groups amounts: IVA at 16, 8 or 0 %, exempt, and not taxed with IVA. */
export const RATES = ['16', '8', '0', 'exento', 'none'] as const;

/** The IVA part of a figure; `none` is the amount that bears no IVA, net of retenciones and without other taxes. */
export type Rate = (typeof RATES)[number];

/** A base with its IVA. */
export type Part = { readonly base: Micro; readonly iva: Micro };

/** Base and IVA by rate. */
export type Parts = Readonly<Partial<Record<Rate, Part>>>;

/** A figure: its total, and its base and IVA by rate. */
export type Figure = { readonly total: Micro; readonly rates: Parts };

/** Base and IVA by rate of those traslados; IEPS is left out. */
export function partsOf(traslados: readonly Traslado[]): Parts {
  return traslados
    .filter(({ impuesto }) => impuesto === '002')
    .map((each) => partAt(each, toMicro(each.base), toMicro(each.importe ?? '0')))
    .reduce(addParts, {});
}

/** One base with its IVA at the rate of that traslado. */
export function partAt(
  { tipoFactor, tasaOCuota }: Pick<Traslado, 'tipoFactor' | 'tasaOCuota'>,
  base: Micro,
  iva: Micro,
): Parts {
  if (tipoFactor === 'Exento') return { exento: { base, iva } };
  if (tasaOCuota === '0.160000') return { '16': { base, iva } };
  return { [tasaOCuota === '0.080000' ? '8' : '0']: { base, iva } };
}

/** The sum of both, rate by rate. */
export function addParts(some: Parts, others: Parts): Parts {
  const added: Partial<Record<Rate, Part>> = { ...some };
  for (const rate of ratesOf(others)) {
    const [one, other] = [partIn(some, rate), partIn(others, rate)];
    added[rate] = { base: one.base + other.base, iva: one.iva + other.iva };
  }
  return added;
}

/** The rounded parts of a total: the rest of it bears no IVA, except for a cent of rounding, which is added to the largest base. */
export function completed(total: Micro, exact: Parts): Figure {
  return within(total, exact, rounded(exact));
}

/**
 * Shares a document out among its sales: `exact` are the parts of each, unrounded, and `stated` is what the document says of all of them. Rounding
 * every sale alone would lose or gain cents, so each takes what the rounded sum has grown by with it, and the last at a rate the rest: whichever way the
 * figures are grouped, by day or by branch, all of them are the document to the cent.
 */
export function sharedOut(
  sales: readonly { readonly total: Micro; readonly exact: Parts }[],
  stated: Parts,
): readonly Figure[] {
  const lastAt = new Map(sales.flatMap(({ exact }, at) => ratesOf(exact).map((rate) => [rate, at] as const)));
  let [seen, given]: [Parts, Parts] = [{}, {}];
  return sales.map(({ total, exact }, at) => {
    seen = addParts(seen, exact);
    const due: Partial<Record<Rate, Part>> = {};
    for (const rate of ratesOf(exact)) {
      const upTo = partIn(lastAt.get(rate) === at ? stated : rounded(seen), rate);
      const before = partIn(given, rate);
      due[rate] = { base: upTo.base - before.base, iva: upTo.iva - before.iva };
    }
    const figure = within(total, exact, due);
    given = addParts(given, figure.rates);
    return figure;
  });
}

const CENT: Micro = 10_000n;

/** Makes the parts add up to the total. */
function within(total: Micro, exact: Parts, parts: Parts): Figure {
  const beyond = total - amountOf(exact);
  const left = total - amountOf(parts);
  const [largest] = ratesOf(parts).sort((a, b) => Number(partIn(parts, b).base - partIn(parts, a).base));
  const isRounding = largest !== undefined && beyond >= -2n * CENT && beyond <= 2n * CENT;
  if (left === ZERO) return { total, rates: parts };
  return { total, rates: addParts(parts, { [isRounding ? largest : 'none']: { base: left, iva: ZERO } }) };
}

function rounded(parts: Parts): Parts {
  const toCents = ({ base, iva }: Part): Part => ({ base: roundTo(base, 2), iva: roundTo(iva, 2) });
  return Object.fromEntries(ratesOf(parts).map((rate) => [rate, toCents(partIn(parts, rate))]));
}

function amountOf(parts: Parts): Micro {
  return sum(Object.values(parts).map(({ base, iva }) => base + iva));
}

function ratesOf(parts: Parts): Rate[] {
  return RATES.filter((rate) => parts[rate] !== undefined);
}

function partIn(parts: Parts, rate: Rate): Part {
  return parts[rate] ?? { base: ZERO, iva: ZERO };
}

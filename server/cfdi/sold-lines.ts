/**
 * What was paid for each line of a sale, and whether the lines add up to its total. Tills differ: some round every line to
 * the cent, some only the sum; the reading closer to the sale's total is used (design: "a sale is consistent when…").
 */
import { currencyDecimals } from '../catalogs/moneda.ts';
import type { Fault } from '../problems/problem.ts';
import { distance, formatMicro, type Micro, multiply, roundTo, sum, toMicro, ZERO } from './money.ts';
import type { Sold, SoldConcepto } from './sold.ts';
import { type LineTaxes, lineTaxes } from './taxes.ts';

/** A line with its cost: `importe` and `descuento` either both include their traslados, or both exclude them. */
export type SoldLine = {
  readonly concepto: SoldConcepto;
  readonly taxes: LineTaxes;
  readonly cantidad: Micro;
  readonly importe: Micro;
  readonly descuento: Micro;
  readonly taxIncluded: boolean;
};

/** The lines with what was paid for each, or what is wrong with the sale. */
export type SoldLinesOutcome =
  | { readonly kind: 'lines'; readonly lines: readonly SoldLine[]; readonly total: Micro; readonly decimals: number }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** Drops lines that cost nothing. Faults: a discount above its line, IEPS above its price, lines that miss the total. */
export function readSoldLines(sold: Sold): SoldLinesOutcome {
  const decimals = currencyDecimals(sold.moneda) ?? 2;
  const total = toMicro(sold.total);
  const exact = sold.conceptos.map((concepto) => exactLine(concepto, sold.pricesIncludeTax));
  const faults = [...lineFaults(exact), ...discountFaults(exact, sold)];
  if (faults.length > 0) return { kind: 'faults', faults };
  const till = spread(tillReading(exact, decimals), sold);
  const full = spread(exact, sold);
  const lines = missOf(full, total, decimals) < missOf(till, total, decimals) ? full : till;
  const tolerance = 10n ** BigInt(6 - decimals) * BigInt(Math.max(1, taxGroups(sold)));
  if (missOf(lines, total, decimals) > tolerance)
    return { kind: 'faults', faults: [inconsistent(sold, lines, decimals)] };
  const kept = lines.filter((line) => paidFor(line) > ZERO);
  if (kept.length === 0) return { kind: 'faults', faults: [{ code: 'nothing-to-invoice', pointer: '/conceptos' }] };
  return { kind: 'lines', lines: kept, total, decimals };
}

/** What a line adds to the total before retenciones: its amount after discount, including traslados. */
export function paidFor(line: SoldLine): Micro {
  const amount = line.importe - line.descuento;
  return line.taxIncluded ? amount : line.taxes.addTo(amount);
}

function exactLine(concepto: SoldConcepto, taxIncluded: boolean): SoldLine {
  const cantidad = toMicro(concepto.cantidad);
  return {
    concepto,
    taxes: lineTaxes(concepto),
    cantidad,
    importe: multiply(cantidad, toMicro(concepto.valorUnitario)),
    descuento: toMicro(concepto.descuento ?? '0'),
    taxIncluded,
  };
}

function lineFaults(lines: readonly SoldLine[]): Fault[] {
  return lines.flatMap((line, index): Fault[] => {
    if (line.descuento > line.importe)
      return [{ code: 'discount-above-line', pointer: `/conceptos/${index}/descuento` }];
    const paid = line.importe - line.descuento;
    if (line.taxIncluded && paid > ZERO && line.taxes.netOf(paid) <= ZERO) {
      return [{ code: 'ieps-above-price', pointer: `/conceptos/${index}/impuestos` }];
    }
    return [];
  });
}

function discountFaults(lines: readonly SoldLine[], sold: Sold): Fault[] {
  const whole = sum(lines.map((line) => line.importe - line.descuento));
  return toMicro(sold.descuento ?? '0') > whole ? [{ code: 'discount-above-sale', pointer: '/descuento' }] : [];
}

/** As a till prints it: each line's amount, including traslados, to the cent. */
function tillReading(lines: readonly SoldLine[], decimals: number): SoldLine[] {
  return lines.map((line) => {
    const paid = paidFor(line);
    const rounded = roundTo(paid, decimals);
    // A line of less than half a cent is not free: it keeps its cost.
    if (rounded === paid || rounded === ZERO) return line;
    const descuento = line.taxIncluded ? line.descuento : line.taxes.addToShare(line.descuento);
    return { ...line, importe: rounded + descuento, descuento, taxIncluded: true };
  });
}

/** The discount on the whole sale, shared in proportion to each line's cost; the largest line takes the last micro-units. */
function spread(lines: readonly SoldLine[], sold: Sold): readonly SoldLine[] {
  const discount = toMicro(sold.descuento ?? '0');
  if (discount === ZERO) return lines;
  const weights = lines.map((line) => line.importe - line.descuento);
  const whole = sum(weights);
  const shares = weights.map((weight) => (discount * weight) / whole);
  const biggest = weights.reduce((best, weight, index) => (weight > (weights[best] ?? ZERO) ? index : best), 0);
  const rest = discount - sum(shares);
  return lines.map((line, index) => {
    const share = (shares[index] ?? ZERO) + (index === biggest ? rest : ZERO);
    // A till's line already includes its taxes; a discount on prices without tax gets them here.
    const inLine = sold.pricesIncludeTax === line.taxIncluded ? share : line.taxes.addToShare(share);
    return { ...line, descuento: line.descuento + inLine };
  });
}

function totalOf(lines: readonly SoldLine[], decimals: number): Micro {
  const retenido = sum(lines.map((line) => line.taxes.withheldFrom(line.taxes.netOf(paidFor(line)))));
  return roundTo(sum(lines.map(paidFor)) - retenido, decimals);
}

function missOf(lines: readonly SoldLine[], total: Micro, decimals: number): Micro {
  return distance(totalOf(lines, decimals), total);
}

/** The distinct taxes of the sale: each is one rounded figure of the document. */
function taxGroups(sold: Sold): number {
  const keys = sold.conceptos.flatMap((concepto) =>
    concepto.impuestos.map((tax) => `${tax.tipo} ${tax.impuesto} ${tax.tipoFactor} ${tax.tasaOCuota}`),
  );
  return new Set(keys).size;
}

function inconsistent(sold: Sold, lines: readonly SoldLine[], decimals: number): Fault {
  const computed = totalOf(lines, decimals);
  return {
    code: 'sale-inconsistent',
    pointer: '/total',
    params: {
      total: sold.total,
      sum: formatMicro(computed, decimals),
      difference: formatMicro(distance(computed, toMicro(sold.total)), decimals),
    },
  };
}

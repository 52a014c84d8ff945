/**
 * A whole sale, or a part of it, as one concepto: what the factura global and the nota de crédito state for it. Its taxes are
 * grouped by impuesto, factor and rate, and its importe − descuento + taxes is what was paid, to the micro-unit.
 */
import { currencyDecimals } from '../catalogs/moneda.ts';
import type { Fault } from '../problems/problem.ts';
import type { Concepto } from './comprobante.ts';
import { writtenTaxes } from './comprobante-parts.ts';
import { type Amounts, type ConceptoAmounts, conceptoAmounts, figureKey, figuresOf } from './concepto-amounts.ts';
import { distance, formatMicro, type Micro, multiply, proportion, sum, toMicro, ZERO } from './money.ts';
import type { Sold } from './sold.ts';
import { paidFor, readSoldLines, type SoldLine } from './sold-lines.ts';
import { lineTaxes, type TaxAmount } from './taxes.ts';

/** The amounts of a sale as a single concepto. */
export type SaleAmounts = Amounts & {
  readonly objetoImp: string;
  /** The same sale with another importe: its largest line moves, with matching taxes. */
  withImporte(importe: Micro): SaleAmounts | undefined;
  /** The same sale, of which another line moves: one way for each. */
  otherWays(): readonly SaleAmounts[];
};

/** The amounts with their total, or what is wrong with the sale. */
export type SaleAmountsOutcome =
  | { readonly kind: 'amounts'; readonly amounts: SaleAmounts; readonly total: Micro; readonly decimals: number }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** How a sale is summed up into one concepto. */
export type SalePart = {
  readonly itemizeIeps: boolean;
  /** The part of the sale's total, in its currency; all of it when absent. Every line and tax counts in that proportion. */
  readonly part?: string;
};

/** Faults are the sale's own (`readSoldLines`), or a part that is greater than the sale. */
export function saleAmounts(sold: Sold, { itemizeIeps, part }: SalePart): SaleAmountsOutcome {
  const reading = readSoldLines(sold);
  if (reading.kind === 'faults') return reading;
  const total = part === undefined ? reading.total : toMicro(part);
  if (total > reading.total) {
    const params = {
      refund: formatMicro(total, reading.decimals),
      total: formatMicro(reading.total, reading.decimals),
    };
    return { kind: 'faults', faults: [{ code: 'refund-above-sale', pointer: '/total', params }] };
  }
  const lines =
    total === reading.total ? reading.lines : reading.lines.map((line) => partOf(line, total, reading.total));
  const paid = lines.filter((line) => paidFor(line) > ZERO).map((line) => conceptoAmounts(line, itemizeIeps));
  return { kind: 'amounts', amounts: exactly(total, combined(paid)), total, decimals: reading.decimals };
}

/** The concepto of a sale: one ACT, at the sale's price before taxes. */
export function saleConcepto(
  amounts: SaleAmounts,
  named: Pick<Concepto, 'claveProdServ' | 'descripcion'> & { readonly noIdentificacion: string },
): Concepto {
  return {
    ...named,
    cantidad: '1',
    claveUnidad: 'ACT',
    valorUnitario: formatMicro(amounts.valorUnitario),
    importe: formatMicro(amounts.importe),
    ...(amounts.descuento > ZERO && { descuento: formatMicro(amounts.descuento) }),
    objetoImp: amounts.objetoImp,
    ...writtenTaxes(amounts.taxes),
    informacionAduanera: [],
    cuentaPredial: [],
    partes: [],
  };
}

/** The decimals to which a document in the sale's currency is rounded. */
export function decimalsOf({ moneda }: Sold): number {
  return currencyDecimals(moneda) ?? 2;
}

// A cuota is charged per unit: a part of the sale has that part of the units.
function partOf(line: SoldLine, part: Micro, total: Micro): SoldLine {
  const unitsOf = (units: string): string => formatMicro(proportion(toMicro(units), part, total));
  const concepto = {
    ...line.concepto,
    impuestos: line.concepto.impuestos.map((tax) =>
      tax.tipoFactor === 'Cuota' ? { ...tax, base: unitsOf(tax.base ?? line.concepto.cantidad) } : tax,
    ),
  };
  const importe = proportion(paidFor(line), part, total);
  return { ...line, concepto, taxes: lineTaxes(concepto), importe, descuento: ZERO, taxIncluded: true };
}

function combined(lines: readonly ConceptoAmounts[], mover = biggestOf(lines)): SaleAmounts {
  const importe = sum(lines.map((line) => line.importe));
  const descuento = sum(lines.map((line) => line.descuento));
  const taxes = grouped(lines.flatMap((line) => line.taxes));
  return {
    valorUnitario: importe,
    importe,
    descuento,
    taxes,
    figures: figuresOf(importe, descuento, taxes),
    objetoImp: objetoImp(lines, taxes),
    withImporte: (moved) => {
      const line = lines[mover]?.withImporte((lines[mover]?.importe ?? ZERO) + moved - importe);
      return (
        line &&
        combined(
          lines.map((other, index) => (index === mover ? line : other)),
          mover,
        )
      );
    },
    otherWays: () => lines.flatMap((_, index) => (index === mover ? [] : [combined(lines, index)])),
  };
}

function biggestOf(lines: readonly ConceptoAmounts[]): number {
  return lines.reduce((best, line, index) => (line.importe > (lines[best]?.importe ?? ZERO) ? index : best), 0);
}

/** Each tax once, with its amount the product of its whole base (CFDI40180), as PACs compute it. */
function grouped(taxes: readonly TaxAmount[]): readonly TaxAmount[] {
  const groups = new Map<string, TaxAmount>();
  for (const tax of taxes) {
    const key = `${figureKey(tax)} ${tax.tasaOCuota}`;
    const base = (groups.get(key)?.base ?? ZERO) + tax.base;
    const amount = tax.tasaOCuota === undefined ? undefined : multiply(base, toMicro(tax.tasaOCuota));
    groups.set(key, { ...tax, base, ...(amount !== undefined && { amount }) });
  }
  return [...groups.values()].filter(({ base }) => base > ZERO);
}

/** Moves the largest line until the concepto equals what was paid: a till's sum may differ from its lines by some tenths of a cent. */
function exactly(total: Micro, amounts: SaleAmounts): SaleAmounts {
  let nearest = amounts;
  for (let turn = 0; turn < 4; turn += 1) {
    const missing = total - paidOf(nearest);
    if (distance(missing, ZERO) <= 1n) break;
    const tried = nearest.withImporte(nearest.importe + missing);
    const gained = tried ? paidOf(tried) - paidOf(nearest) : missing;
    const moved =
      gained === ZERO ? undefined : nearest.withImporte(nearest.importe + proportion(missing, missing, gained));
    if (!moved || distance(total, paidOf(moved)) >= distance(missing, ZERO)) break;
    nearest = moved;
  }
  return nearest;
}

function paidOf({ figures }: SaleAmounts): Micro {
  return sum(figures.map(({ sign, amount }) => sign * amount));
}

/** c_ObjetoImp of the whole: 07 if the only tax is IEPS without IVA; without any tax, that of its first line. */
function objetoImp(lines: readonly ConceptoAmounts[], taxes: readonly TaxAmount[]): string {
  const sold = lines.map(({ line }) => line.concepto.objetoImp);
  if (taxes.some(({ impuesto }) => impuesto === '002')) return '02';
  if (taxes.length > 0) return sold.includes('02') ? '02' : '07';
  return sold.find((clave) => clave !== '01') ?? '01';
}

/**
 * How far an Importe or a tax may be from its product: the tolerances of Anexo 20 v4.0 (matriz de errores, 2024-12-13: CFDI40167,
 * CFDI40180, CFDI40186, CFDI40198), exact. Every figure stands for any value that rounds to it, so it may be off by half its last decimal.
 */
import type { Micro } from './money.ts';
import type { WrittenDecimal } from './written-decimal.ts';

/** Both ends are included. */
export type Limits = { readonly lower: Micro; readonly upper: Micro };

// The formulas subtract 10⁻¹² and halve 10⁻⁶: factors are exact in picounits, products in their square.
const PICO_PER_MICRO = 10n ** 6n;
const PRODUCT_DECIMALS = 24;

/** The limits of Cantidad × ValorUnitario, truncated and raised at `decimals` places (0–6). */
export function importeLimits(cantidad: WrittenDecimal, valorUnitario: WrittenDecimal, decimals: number): Limits {
  return {
    lower: truncate(least(cantidad) * least(valorUnitario), decimals),
    upper: raise(most(cantidad) * most(valorUnitario), decimals),
  };
}

/** The limits of Base × TasaOCuota, truncated and raised at `decimals` places (0–6). */
export function impuestoLimits(base: WrittenDecimal, tasaOCuota: WrittenDecimal, decimals: number): Limits {
  const rate = tasaOCuota.value * PICO_PER_MICRO;
  return { lower: truncate(least(base) * rate, decimals), upper: raise(most(base) * rate, decimals) };
}

/**
 * The decimals at which to compute the limits of somebody else's document: sources disagree on the currency's or those of the attribute
 * as written, and the limits for the fewer decimals include the others.
 */
export function lenientDecimals(written: WrittenDecimal, currencyDecimals: number): number {
  return Math.min(written.decimals, currencyDecimals);
}

/** Returns whether an amount is within the limits, both included. */
export function isWithin(value: Micro, { lower, upper }: Limits): boolean {
  return lower <= value && value <= upper;
}

/** Whether a value is the exact product truncated or raised at six decimals: then it is within its limits at any number of decimals. */
export function isProduct(value: Micro, a: WrittenDecimal, b: WrittenDecimal): boolean {
  const difference = value * PICO_PER_MICRO - a.value * b.value;
  return -PICO_PER_MICRO < difference && difference < PICO_PER_MICRO;
}

function halfUnit({ decimals }: WrittenDecimal): bigint {
  return 10n ** BigInt(12 - decimals) / 2n;
}

function least(written: WrittenDecimal): bigint {
  return written.value * PICO_PER_MICRO - halfUnit(written);
}

function most(written: WrittenDecimal): bigint {
  return written.value * PICO_PER_MICRO + halfUnit(written) - 1n;
}

function truncate(product: bigint, decimals: number): Micro {
  return (product / stepOf(decimals)) * 10n ** BigInt(6 - decimals);
}

// Away from zero: the SAT's «redondear hacia arriba» is not half up.
function raise(product: bigint, decimals: number): Micro {
  const step = stepOf(decimals);
  return ((product + step - 1n) / step) * 10n ** BigInt(6 - decimals);
}

function stepOf(decimals: number): bigint {
  return 10n ** BigInt(PRODUCT_DECIMALS - decimals);
}

/**
 * Exact decimals as BigInt micro-units (10⁻⁶), the smallest amount that a CFDI can state (Anexo 20 v4.0, t_Importe).
 * No other module does arithmetic on the digits of an amount.
 */

/** An exact amount, rate or quantity in millionths: `1.50` is `1_500_000n`. */
export type Micro = bigint;

/** One unit of currency, in micro-units. */
export const ONE: Micro = 1_000_000n;
/** No money. */
export const ZERO: Micro = 0n;

const DECIMAL = /^(-?)(\d{1,18})(?:\.(\d{1,6}))?$/;

/** Reads a plain decimal with up to 6 decimals (`"348.00"`, `"-0.5"`); anything else, including an exponent or a plus sign, is `undefined`. */
export function parseMicro(text: string): Micro | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const units = BigInt(match[2] as string) * ONE + BigInt((match[3] ?? '').padEnd(6, '0') || '0');
  return match[1] ? -units : units;
}

/** Like `parseMicro`, for text that was already checked; anything else is a bug and throws. */
export function toMicro(text: string): Micro {
  const value = parseMicro(text);
  if (value === undefined) throw new RangeError(`not a decimal of up to 6 places: ${JSON.stringify(text)}`);
  return value;
}

/** Formats with exactly `decimals` places (0–6), rounding half away from zero. */
export function formatMicro(value: Micro, decimals = 6): string {
  const rounded = roundTo(value, decimals);
  const sign = rounded < 0n ? '-' : '';
  const digits = (rounded < 0n ? -rounded : rounded).toString().padStart(7, '0');
  const fraction = digits.slice(-6, digits.length - 6 + decimals);
  return sign + digits.slice(0, -6) + (fraction ? `.${fraction}` : '');
}

/** Formats without trailing zeros, keeping at least `least` decimals: `2`, `1000.0`, `0.333333`. */
export function formatTrimmed(value: Micro, least = 0): string {
  const [whole = '0', fraction = ''] = formatMicro(value).split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(least, '0');
  return kept ? `${whole}.${kept}` : whole;
}

/** Rounds to `decimals` places (0–6), half away from zero, as the SAT requires (Preguntas frecuentes CFDI 4.0, 37–41). */
export function roundTo(value: Micro, decimals: number): Micro {
  return divideRounded(value, 10n ** BigInt(6 - decimals)) * 10n ** BigInt(6 - decimals);
}

/** a × b, rounded half up to `decimals` places from the exact product. */
export function multiply(a: Micro, b: Micro, decimals = 6): Micro {
  const step = 10n ** BigInt(6 - decimals);
  return divideRounded(a * b, ONE * step) * step;
}

/** a ÷ b rounded half up to 6 places. `b` is not zero. */
export function divide(a: Micro, b: Micro): Micro {
  return divideRounded(a * ONE, b);
}

/** a × b ÷ c in one rounding, half up, to 6 places. `c` is not zero. */
export function proportion(a: Micro, b: Micro, c: Micro): Micro {
  return divideRounded(a * b, c);
}

/** Adds amounts exactly; the sum of none is zero. */
export function sum(values: Iterable<Micro>): Micro {
  let total = ZERO;
  for (const value of values) total += value;
  return total;
}

/** The absolute difference of two amounts. */
export function distance(a: Micro, b: Micro): Micro {
  return a > b ? a - b : b - a;
}

function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const quotient = (2n * n + d) / (2n * d);
  return negative ? -quotient : quotient;
}

/** Converts amounts and instants from the providers' formats to those of facts. */
import { currencyDecimals } from '../../catalogs/moneda.ts';
import { formatMicro } from '../../cfdi/money.ts';

/**
 * `1999`, `MXN` → `19.99`; `1500`, `jpy` → `1500`. Decimals are those of c_Moneda, 2 for an unknown currency (the sale is refused for that
 * currency later, where the merchant sees it). Throws a RangeError for anything but an exact integer.
 */
export function fromMinorUnits(amount: number | bigint, currency: string): string {
  if (typeof amount === 'number' && !Number.isSafeInteger(amount))
    throw new RangeError(`not an amount in minor units: ${amount}`);
  const decimals = currencyDecimals(currency.toUpperCase()) ?? 2;
  return formatMicro(BigInt(amount) * 10n ** BigInt(6 - decimals), decimals);
}

/**
 * Epoch milliseconds → `2026-11-20T18:00:00Z`, to the second. Throws a RangeError for an instant that no Date can hold.
 */
export function utcInstant(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Sums of prices as they are typed, exact: in millionths, as whole numbers. */

const MICRO = 1_000_000n;

/** `1,234.5` in millionths; `undefined` for anything but an amount with up to six decimals. */
export function toMicro(text: string): bigint | undefined {
  const [, whole, places = ''] = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(plainAmount(text)) ?? [];
  return whole === undefined ? undefined : BigInt(whole) * MICRO + BigInt(places.padEnd(6, '0'));
}

/** An amount as the API accepts it, without currency symbols, blanks or commas between thousands. */
export function plainAmount(text: string): string {
  return text.replace(/[$\s]/g, '').replace(/,(?=\d{3}(\D|$))/g, '');
}

/** The sum of quantities times prices, to the cent, half a cent up; `undefined` while one of them is not an amount. */
export function totalOf(
  lines: readonly { readonly cantidad: string; readonly valorUnitario: string }[],
): string | undefined {
  let sum = 0n;
  for (const { cantidad, valorUnitario } of lines) {
    const [count, price] = [toMicro(cantidad), toMicro(valorUnitario)];
    if (count === undefined || price === undefined) return undefined;
    sum += count * price;
  }
  const cents = (sum / (MICRO * 1_000n) + 5n) / 10n;
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}

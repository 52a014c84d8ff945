/** The returned goods of a sale, as lines of a refund, and their amount if prices include taxes. */
import { toMicro, totalOf } from '../lists/decimals.ts';
import type { SoldConcepto, WholeSale } from './desk-wire.ts';

const MICRO = 1_000_000n;

/** `quantities` are the returned units of each line, '' for none. Without a total if taxes are added to the prices. */
export function returnedOf(
  { conceptos, pricesIncludeTax }: Pick<WholeSale, 'conceptos' | 'pricesIncludeTax'>,
  quantities: readonly string[],
): { readonly conceptos: readonly SoldConcepto[]; readonly total?: string } {
  const returned = conceptos.flatMap((concepto, index) => {
    const count = toMicro(quantities[index] ?? '') ?? 0n;
    return count > 0n ? [partOf(concepto, count)] : [];
  });
  const total = pricesIncludeTax ? netTotalOf(returned) : undefined;
  return { conceptos: returned, ...(total !== undefined && { total }) };
}

/** This many units of a line, with their share of its discount. */
function partOf(concepto: SoldConcepto, count: bigint): SoldConcepto {
  const sold = toMicro(concepto.cantidad) ?? count;
  const descuento = concepto.descuento && ((toMicro(concepto.descuento) ?? 0n) * count) / sold;
  return {
    ...concepto,
    cantidad: decimal(count),
    ...(descuento !== undefined && descuento !== '' && { descuento: decimal(descuento) }),
  };
}

function netTotalOf(lines: readonly SoldConcepto[]): string | undefined {
  const gross = toMicro(totalOf(lines) ?? '');
  if (gross === undefined) return undefined;
  const taken = lines.reduce((sum, { descuento = '0' }) => sum + (toMicro(descuento) ?? 0n), 0n);
  const cents = (gross - taken + 5_000n) / 10_000n;
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}

function decimal(micro: bigint): string {
  const places = String(micro % MICRO)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${micro / MICRO}${places && `.${places}`}`;
}

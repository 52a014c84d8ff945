/**
 * Computes what is left of a sale after refunds. Its lines must add up to what was kept, so several readings of the refund are tried, the most
 * specific first, and the sale's own arithmetic decides.
 */
import { currencyDecimals } from '../../catalogs/moneda.ts';
import { formatMicro, formatTrimmed, type Micro, multiply, proportion, sum, toMicro, ZERO } from '../../cfdi/money.ts';
import { lineTaxes } from '../../cfdi/taxes.ts';
import type { RefundFact } from './fact.ts';
import { type Draft, inOneLine, type WireConcepto, type WireSale } from './fold-lines.ts';

/**
 * Yields readings of the sale with total `left`, the best first: without the units that were returned; with the refunded amounts subtracted from
 * their lines; or with unchanged lines and a discount on the whole. A line's importe in a refund is like its price, including taxes where prices
 * do. Whatever a reading misses becomes a discount on the whole. The whole sale was accepted before.
 */
export function* afterRefunds(draft: Draft, refunds: readonly RefundFact[], left: Micro): Generator<WireSale> {
  const { wire, keys } = draft;
  const total = formatMicro(left, currencyDecimals(wire.moneda ?? 'MXN') ?? 2);
  if (keys.length === 0) return yield { ...inOneLine(draft, left), total };
  const { descuento, ...rest } = wire;
  const taxIncluded = wire.pricesIncludeTax ?? true;
  const discounted = (conceptos: readonly WireConcepto[], discount: Micro): WireSale => ({
    ...rest,
    total,
    ...(discount > ZERO && { descuento: formatTrimmed(discount, 2) }),
    conceptos,
  });
  if (refunds.some(({ lines = [] }) => lines.length > 0)) {
    for (const conceptos of [lessLines(draft, piecesBack(refunds)), lessLines(draft, moneyBack(refunds))]) {
      if (conceptos.length === 0) continue;
      yield discounted(conceptos, ZERO);
      yield discounted(conceptos, fitting(conceptos, taxIncluded, left));
    }
  }
  // Uses the refund's own figure if it fits, because a computed one has six decimals.
  if (taxIncluded) yield discounted(wire.conceptos, toMicro(descuento ?? '0') + toMicro(wire.total) - left);
  yield discounted(wire.conceptos, fitting(wire.conceptos, taxIncluded, left));
}

/** How much of each line was returned, by key. */
type Back = Map<string, { cantidad: Micro; importe: Micro }>;

function piecesBack(refunds: readonly RefundFact[]): Back {
  return back(refunds, (cantidad, importe) => (cantidad > ZERO ? { cantidad, importe: ZERO } : { cantidad, importe }));
}

function moneyBack(refunds: readonly RefundFact[]): Back {
  return back(refunds, (_, importe) => ({ cantidad: ZERO, importe }));
}

function back(
  refunds: readonly RefundFact[],
  count: (cantidad: Micro, importe: Micro) => { cantidad: Micro; importe: Micro },
): Back {
  const found: Back = new Map();
  for (const line of refunds.flatMap(({ lines = [] }) => lines)) {
    const { cantidad, importe } = count(toMicro(line.cantidad ?? '0'), toMicro(line.importe));
    const known = found.get(line.key) ?? { cantidad: ZERO, importe: ZERO };
    found.set(line.key, { cantidad: known.cantidad + cantidad, importe: known.importe + importe });
  }
  return found;
}

/** The lines without what was returned; a line with nothing left is removed. It consumes `from`, because two lines may share a key. */
function lessLines({ wire, keys }: Draft, from: Back): readonly WireConcepto[] {
  return wire.conceptos.flatMap((concepto, index) => {
    const gone = from.get(keys[index] ?? '');
    if (!gone) return [concepto];
    const { descuento = '0', ...line } = concepto;
    const sold = toMicro(line.cantidad);
    const kept = sold - least(gone.cantidad, sold);
    gone.cantidad -= sold - kept;
    if (kept === ZERO) return [];
    const discount = proportion(toMicro(descuento), kept, sold);
    const worth = multiply(kept, toMicro(line.valorUnitario)) - discount;
    const off = least(gone.importe, worth);
    gone.importe -= off;
    if (off === worth && worth > ZERO) return [];
    const less = discount + off > ZERO ? { descuento: formatTrimmed(discount + off, 2) } : {};
    return [{ ...line, cantidad: formatTrimmed(kept), ...less }];
  });
}

/**
 * The discount on the whole that makes the lines add up to `left`; none if they are below it already. The sale spreads a discount over its lines
 * by cost, so its total falls evenly from that of the lines to that of lines without a price.
 */
function fitting(conceptos: readonly WireConcepto[], taxIncluded: boolean, left: Micro): Micro {
  const lines = conceptos.map((concepto) => ({
    taxes: lineTaxes({ ...concepto, objetoImp: '02', impuestos: concepto.impuestos ?? [] }),
    price: multiply(toMicro(concepto.cantidad), toMicro(concepto.valorUnitario)) - toMicro(concepto.descuento ?? '0'),
  }));
  const paid = ({ taxes, price }: (typeof lines)[number]): Micro => {
    const amount = taxIncluded ? price : taxes.addTo(price);
    return amount - taxes.withheldFrom(taxes.netOf(amount));
  };
  const full = sum(lines.map(paid));
  const none = sum(lines.map((line) => paid({ ...line, price: ZERO })));
  const discount = full === none ? ZERO : proportion(sum(lines.map(({ price }) => price)), full - left, full - none);
  return discount > ZERO ? discount : ZERO;
}

function least(a: Micro, b: Micro): Micro {
  return a < b ? a : b;
}

/**
 * What is left of a sale after money came back. Its lines must add up to what was kept, so that each way of saying
 * what came back is tried, the one that tells most first, and the sale's own arithmetic judges it.
 */
import { currencyDecimals } from '../../catalogs/moneda.ts';
import { formatMicro, formatTrimmed, type Micro, multiply, proportion, sum, toMicro, ZERO } from '../../cfdi/money.ts';
import { lineTaxes } from '../../cfdi/taxes.ts';
import type { RefundFact } from './fact.ts';
import { type Draft, inOneLine, type WireConcepto, type WireSale } from './fold-lines.ts';

/**
 * Readings of the sale whose total is `left`, the best first: without the pieces that came back; with what was paid
 * back taken off their lines; the lines as they were and a discount on the whole. A line's importe in a refund is like
 * its price: with taxes inside where prices have them. What a reading misses is a discount on the whole too. The whole
 * sale was accepted before.
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
  // The refund's own figure where it is right: what was computed has six decimals.
  if (taxIncluded) yield discounted(wire.conceptos, toMicro(descuento ?? '0') + toMicro(wire.total) - left);
  yield discounted(wire.conceptos, fitting(wire.conceptos, taxIncluded, left));
}

/** How much of a line came back, by its key. */
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

/**
 * The lines without what came back; one of which nothing is left is gone. Takes from `from` as it goes: two lines may
 * share a key.
 */
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
 * The discount on the whole with which lines add up to `left`; none when they are below it already. The sale spreads a
 * discount by what each line costs, so that its total falls evenly from that of the lines to what is left of them
 * without any price.
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

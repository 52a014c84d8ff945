/** WooCommerce keeps what a line cost; a CFDI wants what one of it costs. */
import { divide, type Micro, multiply, toMicro, ZERO } from '../../../cfdi/money.ts';
import type { DraftLine } from '../../intake/fact.ts';
import { text } from '../../intake/order-values.ts';

type Priced = Pick<DraftLine, 'cantidad' | 'valorUnitario' | 'descuento'>;

/**
 * A line by what it cost before its discounts and after. With a discount `cantidad × valorUnitario − descuento` is what
 * it cost, to the millionth; without one it may miss it by half a millionth a piece (three for 10.00), which no figure
 * of an invoice shows: a `descuento` that nobody gave would.
 */
export function priced(cantidad: string, before: Micro, after: Micro): Priced {
  const pieces = toMicro(cantidad);
  // Something of no pieces (a plugin's own line) is one of it; what came to cost more than its price has no discount.
  if (pieces <= ZERO) return priced('1', before, after);
  if (after >= before) return { cantidad, valorUnitario: text(divide(after, pieces)) };
  const unit = divide(before, pieces);
  return { cantidad, valorUnitario: text(unit), descuento: text(multiply(pieces, unit) - after) };
}

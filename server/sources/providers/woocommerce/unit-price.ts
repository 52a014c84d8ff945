/** Computes the price of a unit: WooCommerce stores what a line cost, and a CFDI states the price of one unit. */
import { divide, type Micro, multiply, toMicro, ZERO } from '../../../cfdi/money.ts';
import type { DraftLine } from '../../intake/fact.ts';
import { text } from '../../intake/order-values.ts';

type Priced = Pick<DraftLine, 'cantidad' | 'valorUnitario' | 'descuento'>;

/**
 * A line by its cost before and after discounts. With a discount, `cantidad × valorUnitario − descuento` is its cost, to
 * the millionth; without one it may differ by half a millionth per unit (three for 10.00), which no amount of an invoice
 * shows, while an invented `descuento` would.
 */
export function priced(cantidad: string, before: Micro, after: Micro): Priced {
  const pieces = toMicro(cantidad);
  // A line with no units (a plugin's own) counts as one unit; one that cost more than its price has no discount.
  if (pieces <= ZERO) return priced('1', before, after);
  if (after >= before) return { cantidad, valorUnitario: text(divide(after, pieces)) };
  const unit = divide(before, pieces);
  return { cantidad, valorUnitario: text(unit), descuento: text(multiply(pieces, unit) - after) };
}

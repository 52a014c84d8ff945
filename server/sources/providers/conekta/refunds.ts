/** The refunds of a Conekta order, charge by charge (assumed from the models of npm conekta 9.0.0; never seen live). */
import type { OrderFact, RefundFact } from '../../intake/fact.ts';
import { fromMinorUnits } from '../units.ts';
import type { Charge, Order } from './shapes.ts';

const UNDONE: ReadonlySet<string> = new Set(['failed', 'canceled', 'cancelled', 'rejected', 'declined', 'voided']);

/**
 * All refunds of an order, each by its own id; if it names none, all of them as one under the order's id. Nothing for an order that reports
 * neither: then refunds only come with their charges.
 */
export function refundsOf(order: Order, at: number): Pick<OrderFact, 'refunds'> {
  const { id, amount_refunded: refunded, charges, currency } = order;
  const named = (charges ?? []).flatMap((charge) => namedRefunds(charge, at));
  if (named.length > 0) return { refunds: named };
  if (refunded === undefined || refunded === null) return {};
  return { refunds: refunded > 0 ? [refundOf(id, refunded, currency, at, 'done')] : [] };
}

/** The refunds that a charge lists. */
export function namedRefunds({ refunds, currency }: Charge, at: number): readonly RefundFact[] {
  return (refunds ?? []).map(({ id, amount, status }) => {
    return refundOf(id, Math.abs(amount), currency, at, status && UNDONE.has(status) ? 'failed' : 'done');
  });
}

/** A refund of this many centavos. */
export function refundOf(
  refundKey: string,
  amount: number,
  currency: string,
  version: number,
  estado: RefundFact['estado'],
): RefundFact {
  const money = { importe: fromMinorUnits(amount, currency), moneda: currency.toUpperCase() };
  return { kind: 'refund', refundKey, version, ...money, estado };
}

/** The refunds of a Mercado Pago payment; what its bank charged back is in its state (`states.ts`). */
import { type Micro, toMicro, ZERO } from '../../../cfdi/money.ts';
import type { RefundFact } from '../../intake/fact.ts';
import { text, total } from '../../intake/order-values.ts';
import type { MercadoPagoPayment } from './shapes.ts';

/**
 * All refunds of a payment as one, for the total refunded so far; none if nothing was refunded. A payment is always read whole, so a search
 * that answers without the list of refunds gives the same result as the payment itself. A refund that is still pending does not count yet.
 */
export function refundsOf(payment: MercadoPagoPayment, version: number): readonly RefundFact[] {
  const { id, status, transaction_amount, transaction_amount_refunded: refunded } = payment;
  const approved = (payment.refunds ?? []).filter(({ status: is }) => (is ?? 'approved') === 'approved');
  const done = total(approved.map(({ amount }) => amount));
  const back = status === 'refunded' ? toMicro(transaction_amount) : larger(done, toMicro(refunded ?? '0'));
  if (back <= ZERO) return [];
  return [{ kind: 'refund', refundKey: `refunds:${id}`, version, importe: text(back), estado: 'done' }];
}

function larger(a: Micro, b: Micro): Micro {
  return a > b ? a : b;
}

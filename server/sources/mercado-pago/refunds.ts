/** What of a payment of Mercado Pago went back: refunds, and what its bank took back. */
import { type Micro, toMicro, ZERO } from '../../cfdi/money.ts';
import type { RefundFact } from '../fact.ts';
import { text, total } from '../order-values.ts';
import type { MercadoPagoPayment } from './shapes.ts';

/**
 * All refunds of a payment as one, of whatever has gone back so far: each telling replaces the one before, and a search
 * that answers without the list of refunds says the same as the payment itself. One still under way is none yet.
 */
export function refundFacts(payment: MercadoPagoPayment, version: number): readonly RefundFact[] {
  const { id, status, status_detail, transaction_amount, transaction_amount_refunded: refunded } = payment;
  const fact = (refundKey: string, importe: Micro, estado: RefundFact['estado']): readonly RefundFact[] => {
    return importe > ZERO ? [{ kind: 'refund', refundKey, version, importe: text(importe), estado }] : [];
  };
  const refunds = payment.refunds ?? [];
  const done = total(refunds.filter(({ status: is }) => (is ?? 'approved') === 'approved').map(({ amount }) => amount));
  const paid = toMicro(transaction_amount);
  const back = status === 'refunded' ? paid : larger(done, toMicro(refunded ?? '0'));
  const asked = total(refunds.map(({ amount }) => amount));
  return [
    ...(back > ZERO ? fact(`refunds:${id}`, back, 'done') : fact(`refunds:${id}`, asked, 'failed')),
    // Taken from the seller at once; `reimbursed` is the dispute that the seller has won.
    ...(status === 'charged_back'
      ? fact(`chargeback:${id}`, paid - back, status_detail === 'reimbursed' ? 'failed' : 'done')
      : []),
  ];
}

function larger(a: Micro, b: Micro): Micro {
  return a > b ? a : b;
}

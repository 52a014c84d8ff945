/**
 * Converts a payment of Mercado Pago's to facts about a sale. The sale's key is the payment's id: two payments with one
 * `external_reference` may be two attempts or two parts, and nothing says which.
 */
import { multiply, sum, toMicro } from '../../../cfdi/money.ts';
import type { DraftLine, OrderFact, PaymentFact, SaleFact } from '../../intake/fact.ts';
import { estadoOf } from '../../intake/order-state.ts';
import { emailOf, orderVersion, slugOf } from '../../intake/order-values.ts';
import { refundsOf } from './refunds.ts';
import type { MercadoPagoPayment } from './shapes.ts';
import { paymentState } from './states.ts';

/** The sale that it paid, with its refunds, and how it was paid. */
export function paymentFacts(payment: MercadoPagoPayment): readonly SaleFact[] {
  const { id: saleKey } = payment;
  const version = Date.parse(changedAt(payment));
  return [
    { saleKey, factKey: `order:${saleKey}`, fact: orderFact(payment) },
    { saleKey, factKey: `payment:${saleKey}`, fact: paymentFact(payment, version) },
  ];
}

/** When a payment last changed. */
export function changedAt({ date_last_updated, date_approved, date_created }: MercadoPagoPayment): string {
  return date_last_updated ?? date_approved ?? date_created;
}

function orderFact(payment: MercadoPagoPayment): OrderFact {
  const state = paymentState(payment);
  const estado = estadoOf(state);
  const lines = linesOf(payment);
  const email = emailOf(payment.payer?.email);
  return {
    kind: 'order',
    version: orderVersion(changedAt(payment), estado),
    folio: payment.external_reference?.trim() || payment.id,
    date: payment.date_approved ?? payment.date_created,
    estado,
    state,
    moneda: payment.currency_id,
    total: payment.transaction_amount,
    // Only the amount charged is known: it includes any taxes.
    pricesIncludeTax: true,
    refunds: refundsOf(payment, Date.parse(changedAt(payment))),
    ...(lines.length > 0 && { lines }),
    ...(email && { email }),
  };
}

function paymentFact(payment: MercadoPagoPayment, version: number): PaymentFact {
  const { id: paymentKey, payment_type_id: method, card, transaction_amount: importe } = payment;
  const last4 = card?.last_four_digits;
  const cardLast4 = last4 && /^\d{4}$/.test(last4) ? last4 : undefined;
  const hint = method ? { payment: { method: slugOf(method) } } : {};
  return { kind: 'payment', version, ...hint, ...(cardLast4 && { cardLast4 }), importe, paymentKey };
}

/** The seller's own lines if they add up to the amount charged; otherwise (a shipping cost, a discount, a seller's mistake) none. */
function linesOf({ additional_info, transaction_amount }: MercadoPagoPayment): readonly DraftLine[] {
  const items = additional_info?.items ?? [];
  const amounts = items.map(({ quantity, unit_price }) => multiply(toMicro(quantity), toMicro(unit_price)));
  if (sum(amounts) !== toMicro(transaction_amount) || amounts.some((amount) => amount < 0n)) return [];
  return items.map(({ id, title, category_id, quantity, unit_price }, index) => ({
    key: `item:${index}`,
    kind: 'product',
    ...(id?.trim() && { sku: id.trim() }),
    ...(category_id?.trim() && { category: category_id.trim() }),
    descripcion: title?.trim() || id?.trim() || 'Producto',
    cantidad: quantity.replace(/\.0+$/, ''),
    valorUnitario: unit_price,
  }));
}

/**
 * Converts Shopify's orders, refunds and transactions to facts about a sale. The sale's key is the order's id; customers see
 * its `name`.
 */
import { toMicro } from '../../../cfdi/money.ts';
import type { OrderFact, PaymentFact, RefundFact, SaleFact } from '../../intake/fact.ts';
import { estadoOf } from '../../intake/order-state.ts';
import { emailOf, isSome, orderVersion, slugOf, text } from '../../intake/order-values.ts';
import { isTaxed, linesOf } from './lines.ts';
import { refundOf } from './refunds.ts';
import type { ShopifyDispute, ShopifyOrder, ShopifyTransaction } from './shapes.ts';
import { disputeEstado, orderState } from './states.ts';

/** The order with its refunds, and how it was paid. */
export function orderFacts(order: ShopifyOrder): readonly SaleFact[] {
  const { id, updated_at, payment_gateway_names: gateways } = order;
  const names = [...new Set((gateways ?? []).map(slugOf))].filter((name) => name !== '');
  const [method] = names;
  const version = Date.parse(updated_at);
  // Has the same weight as its transaction, which also knows the card: if both are equal, the transaction wins by its key (`fold.ts`).
  const paid = { version, paymentKey: 'order', importe: order.total_price };
  const payment: PaymentFact = { kind: 'payment', ...paid, ...(method && { payment: { method } }) };
  return [
    { saleKey: id, factKey: `order:${id}`, fact: orderFact(order) },
    // If there are several, the order does not say which paid most; its transactions do.
    ...(names.length === 1 ? [{ saleKey: id, factKey: `payment:order:${id}`, fact: payment }] : []),
  ];
}

function orderFact(order: ShopifyOrder): OrderFact {
  const { total_tip_received: propina, email, contact_email, refunds, updated_at } = order;
  const state = orderState(order);
  const estado = estadoOf(state);
  const buyer = emailOf(email, contact_email);
  return {
    kind: 'order',
    version: orderVersion(updated_at, estado),
    folio: order.name.trim().replace(/^#\s*/, ''),
    date: order.processed_at ?? order.created_at,
    estado,
    state,
    moneda: order.currency,
    // «The sum of all line item prices, discounts, shipping, taxes, and tips» (Shopify, Order resource, read 2026-11).
    total: text(toMicro(order.total_price) - toMicro(propina ?? '0')),
    ...(isSome(propina) && { propina }),
    pricesIncludeTax: order.taxes_included || !isTaxed(order),
    lines: linesOf(order),
    ...(refunds && { refunds: refunds.flatMap((refund) => refundOf(refund, updated_at)) }),
    ...(buyer && { email: buyer }),
  };
}

/** Only money that was received; refunds are reported separately. A card's funding is not reported. */
export function transactionFacts(transaction: ShopifyTransaction): readonly SaleFact[] {
  const { id, order_id: saleKey, kind, status, gateway, amount, created_at, payment_details: card } = transaction;
  if (!saleKey || status !== 'success' || (kind !== 'sale' && kind !== 'capture')) return [];
  const cardLast4 = /(\d{4})$/.exec(card?.credit_card_number?.trim() ?? '')?.[1];
  const method = gateway && slugOf(gateway);
  const isCard = cardLast4 !== undefined || Boolean(card?.credit_card_company);
  const fact: PaymentFact = {
    kind: 'payment',
    version: Date.parse(created_at),
    ...(method && { payment: { method, ...(isCard && { funding: 'unknown' }) } }),
    ...(cardLast4 && { cardLast4 }),
    importe: amount,
    paymentKey: id,
  };
  return [{ saleKey, factKey: `payment:${id}`, fact }];
}

/** A chargeback by the customer's bank. If the dispute was lost, the amount was refunded. */
export function disputeFacts(dispute: ShopifyDispute, at: number): readonly SaleFact[] {
  const { id, order_id: saleKey, type, status, amount, currency } = dispute;
  if (!saleKey) return [];
  const estado = disputeEstado(type ?? 'chargeback', status);
  const money = { importe: amount, ...(currency && { moneda: currency }) };
  const fact: RefundFact = { kind: 'refund', refundKey: `dispute:${id}`, version: at, ...money, estado, isApart: true };
  return [{ saleKey, factKey: `dispute:${id}`, fact }];
}

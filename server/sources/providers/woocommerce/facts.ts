/** Converts WooCommerce's orders to facts about a sale. The sale's key is the order's id; customers see its `number`. */
import { toMicro, ZERO } from '../../../cfdi/money.ts';
import type { OrderFact, PaymentFact, RefundFact, SaleFact } from '../../intake/fact.ts';
import { estadoOf } from '../../intake/order-state.ts';
import { emailOf, isSome, RANK, slugOf, text } from '../../intake/order-values.ts';
import { depositFaults } from './deposits.ts';
import { creditFaults, paidWithCredit } from './gift-cards.ts';
import { isTaxInside, linesOf } from './lines.ts';
import type { WooOrder } from './shapes.ts';
import { DRAFTS, orderState } from './states.ts';

/** The order with its refunds, and how it was paid; none for a cart that is not an order yet. */
export function orderFacts(order: WooOrder): readonly SaleFact[] {
  const { id, payment_method, total } = order;
  if (DRAFTS.includes(order.status)) return [];
  const fact = orderFact(order);
  const version = Date.parse(changedAt(order));
  const method = payment_method?.trim() && slugOf(payment_method);
  const credit = paidWithCredit(order);
  const pay = (paymentKey: string, method: string, importe: string): SaleFact => {
    const paid: PaymentFact = { kind: 'payment', version, paymentKey, payment: { method }, importe };
    return { saleKey: id, factKey: `payment:${paymentKey}:${id}`, fact: paid };
  };
  return [
    { saleKey: id, factKey: `order:${id}`, fact },
    ...(method && (isSome(total) || credit === ZERO) ? [pay('order', method, total)] : []),
    ...(credit > ZERO ? [pay('gift-card', 'gift_card', text(credit))] : []),
  ];
}

/**
 * Complete: the refunds of an order are listed with it, and one that the shop deletes is recognized by its absence, although the order's date of
 * change stays.
 */
function refundsOf({ refunds }: WooOrder, version: number): readonly RefundFact[] {
  return (refunds ?? [])
    .filter(({ total }) => isSome(total))
    .map(({ id, total }): RefundFact => {
      const importe = text(toMicro(total.replace(/^-/, '')));
      return { kind: 'refund', refundKey: id, version, importe, estado: 'done' };
    });
}

/**
 * An order that was deleted or restored. For a deleted one WooCommerce reports only its id, which does not make an order but does make a
 * full refund; the sale keeps the number and total that it had.
 */
export function deletionFacts(id: string, at: number, estado: RefundFact['estado']): readonly SaleFact[] {
  const whole = { refundKey: 'deleted', version: at, importe: MORE_THAN_ANY } as const;
  const fact: RefundFact = { kind: 'refund', ...whole, estado, isApart: true };
  return [{ saleKey: id, factKey: `deleted:${id}`, fact }];
}

const MORE_THAN_ANY = '999999999999.99';

/** When an order last changed; in GMT, like every instant here. */
export function changedAt({ date_modified_gmt, date_created_gmt }: WooOrder): string {
  return date_modified_gmt ?? date_created_gmt;
}

function orderFact(order: WooOrder): OrderFact {
  const state = orderState(order);
  const estado = estadoOf(state);
  const email = emailOf(order.billing?.email);
  const faults = [...creditFaults(order), ...depositFaults(order)];
  const credit = paidWithCredit(order);
  return {
    kind: 'order',
    version: versionOf(order, estado),
    folio: order.number ?? order.id,
    date: order.date_paid_gmt ?? order.date_created_gmt,
    estado,
    state,
    moneda: order.currency,
    total: text(toMicro(order.total) + credit),
    ...(credit > ZERO && { ticketTotal: order.total }),
    pricesIncludeTax: isTaxInside(order),
    lines: linesOf(order),
    refunds: refundsOf(order, Date.parse(changedAt(order))),
    ...(email && { email }),
    ...(faults.length > 0 && { faults }),
  };
}

/**
 * The version of an order. Creating a refund changes the order's date of change (wc_create_refund), and deleting one does not
 * (WC_AJAX::delete_refund; from memory of its source, not run): of two versions of one date the one with fewer refunds is later.
 */
function versionOf(order: WooOrder, estado: OrderFact['estado']): number {
  const fewer = Math.max(0, MOST_REFUNDS - (order.refunds ?? []).length);
  return Date.parse(changedAt(order)) + RANK[estado] * (MOST_REFUNDS + 1) + fewer;
}

/** More refunds than any order has; the version, with the rank of the order's estado, still stays within its second. */
const MOST_REFUNDS = 99;

/** From WooCommerce's order to facts of a sale. The sale's key is the order's id; customers see its `number`. */
import { toMicro } from '../../cfdi/money.ts';
import type { OrderFact, PaymentFact, RefundFact, SaleFact } from '../fact.ts';
import { emailOf, isSome, orderVersion, slugOf, text } from '../order-values.ts';
import { isTaxInside, linesOf } from './lines.ts';
import type { WooOrder } from './shapes.ts';

/** The order, how it was paid, and its refunds; nothing of a cart that is not an order yet. */
export function orderFacts(order: WooOrder): readonly SaleFact[] {
  const { id, payment_method, total, refunds } = order;
  if (DRAFTS.includes(order.status)) return [];
  const fact = orderFact(order);
  const version = Date.parse(changedAt(order));
  const method = payment_method?.trim() && slugOf(payment_method);
  const payment: PaymentFact | undefined = method
    ? { kind: 'payment', version, paymentKey: 'order', payment: { method }, importe: total }
    : undefined;
  return [
    { saleKey: id, factKey: `order:${id}`, fact },
    ...(payment ? [{ saleKey: id, factKey: `payment:order:${id}`, fact: payment }] : []),
    ...(refunds ?? [])
      .filter(({ total }) => isSome(total))
      .map((refund): SaleFact => {
        const importe = text(toMicro(refund.total.replace(/^-/, '')));
        const back: RefundFact = { kind: 'refund', refundKey: refund.id, version, importe, estado: 'done' };
        return { saleKey: id, factKey: `refund:${refund.id}`, fact: back };
      }),
  ];
}

/**
 * That an order was deleted, or brought back. All that WooCommerce says of a deleted one is its id, which makes no
 * order; that all of it came back it does make, and the sale keeps the number and total it was known by.
 */
export function deletionFacts(id: string, at: number, estado: RefundFact['estado']): readonly SaleFact[] {
  const fact: RefundFact = { kind: 'refund', refundKey: 'deleted', version: at, importe: MORE_THAN_ANY, estado };
  return [{ saleKey: id, factKey: `deleted:${id}`, fact }];
}

const MORE_THAN_ANY = '999999999999.99';
const DRAFTS: readonly string[] = ['auto-draft', 'checkout-draft'];

/** When an order last changed; GMT, as every instant here. */
export function changedAt({ date_modified_gmt, date_created_gmt }: WooOrder): string {
  return date_modified_gmt ?? date_created_gmt;
}

function orderFact(order: WooOrder): OrderFact {
  const estado = estadoOf(order);
  const email = emailOf(order.billing?.email);
  return {
    kind: 'order',
    version: orderVersion(changedAt(order), estado),
    folio: order.number ?? order.id,
    date: order.date_paid_gmt ?? order.date_created_gmt,
    estado,
    moneda: order.currency,
    total: order.total,
    pricesIncludeTax: isTaxInside(order),
    lines: linesOf(order),
    ...(email && { email }),
  };
}

const ESTADOS: Readonly<Record<string, OrderFact['estado']>> = {
  processing: 'pagada',
  completed: 'pagada',
  pending: 'pendiente',
  'on-hold': 'pendiente',
  cancelled: 'cancelada',
  failed: 'cancelada',
  refunded: 'cancelada',
  trash: 'cancelada',
};

/** Plugins add statuses of their own (`enviado`): such an order is paid when it says when it was. */
function estadoOf({ status, date_paid_gmt }: WooOrder): OrderFact['estado'] {
  return ESTADOS[status] ?? (date_paid_gmt ? 'pagada' : 'pendiente');
}

/**
 * What a charge of Conekta's reports: how it was paid, and what of it was refunded (wire-contracts 14.5 and 14.8, read
 * 2026-11).
 */
import type { PaymentFact, PaymentHint, RefundFact, SaleFact } from '../../intake/fact.ts';
import { DISPUTE_RANK } from '../../intake/order-values.ts';
import { fromMinorUnits } from '../units.ts';
import { namedRefunds, refundOf } from './refunds.ts';
import type { Charge, Order } from './shapes.ts';
import { chargebackEstado } from './states.ts';

const PAID: ReadonlySet<string> = new Set(['paid', 'partially_refunded', 'refunded', 'charged_back']);

/** The facts in an order's charges: their payments and chargebacks. Its refunds are read in `refunds.ts`. */
export function chargesOf(order: Order, at: number): readonly SaleFact[] {
  return (order.charges ?? []).flatMap((charge) => [
    ...paymentOf(charge, order.id, at),
    ...chargebackOf(charge, order.id, at, order.payment_status === 'charged_back'),
  ]);
}

/** A charge reported separately. It belongs to the sale of its order; a charge without an order is not reported in any other way. */
export function chargeFacts(charge: Charge, saleKey: string, at: number): readonly SaleFact[] {
  const named = namedRefunds(charge, at);
  // What was reported for the order as a whole, earlier or in the same second, is the same money.
  const whole = named.length > 0 ? [refundOf(saleKey, charge.amount, charge.currency, at + 1, 'failed')] : [];
  return [
    ...paymentOf(charge, saleKey, at),
    ...[...named, ...whole].map((refund) => refundFact(saleKey, refund)),
    ...chargebackOf(charge, saleKey, at, false),
  ];
}

/** An order that is `charged_back` has lost the charges that do not report their own chargeback. */
function chargebackOf(charge: Charge, saleKey: string, at: number, isOrderLost: boolean): readonly SaleFact[] {
  const { id, amount, currency, status, chargeback } = charge;
  const reported = chargeback?.status ? chargebackEstado(chargeback.status) : undefined;
  const estado = reported ?? (isOrderLost && isPaid(status) ? 'done' : undefined);
  if (!estado) return [];
  const version = at + DISPUTE_RANK[estado];
  return [refundFact(saleKey, { ...refundOf(`${id}:chargeback`, amount, currency, version, estado), isApart: true })];
}

function isPaid(status: string | null | undefined): boolean {
  return status !== null && status !== undefined && PAID.has(status);
}

function paymentOf(charge: Charge, saleKey: string, at: number): readonly SaleFact[] {
  const { id, amount, currency, payment_method: method } = charge;
  if (!isPaid(charge.status)) return [];
  const fact: PaymentFact = {
    kind: 'payment',
    version: at,
    paymentKey: id,
    importe: fromMinorUnits(amount, currency),
    ...(method && hintOf(method)),
    ...(method?.last4 && { cardLast4: method.last4 }),
  };
  return [{ saleKey, factKey: `${id}:payment`, fact }];
}

type Method = NonNullable<Charge['payment_method']>;

/**
 * `card_payment` → `card`; older accounts have the card's funding in `type` and its product (`CLASICA`) in
 * `account_type`.
 */
function hintOf({ object, type, account_type }: Method): { readonly payment?: PaymentHint } {
  const method = (object ?? type ?? '').toLowerCase().replace(/_payment$/, '');
  if (!method) return {};
  if (method !== 'card') return { payment: { method } };
  const words = [account_type, type].map((word) => word?.toLowerCase());
  const funding = (['credit', 'debit', 'prepaid'] as const).find((each) => words.includes(each)) ?? 'unknown';
  return { payment: { method, funding } };
}

function refundFact(saleKey: string, fact: RefundFact): SaleFact {
  return { saleKey, factKey: `${fact.refundKey}:refund`, fact };
}

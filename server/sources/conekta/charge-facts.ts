/**
 * What a charge of Conekta's knows: how it was paid, and what of it went back (wire-contracts 14.5 and 14.8, read
 * 2026-11).
 */
import type { PaymentFact, PaymentHint, RefundFact, SaleFact } from '../fact.ts';
import { fromMinorUnits } from '../minor-units.ts';
import type { Charge, Order } from './shapes.ts';

const UNDONE: ReadonlySet<string> = new Set(['failed', 'canceled', 'cancelled', 'rejected', 'declined', 'voided']);
const PAID: ReadonlySet<string> = new Set(['paid', 'partially_refunded', 'refunded', 'charged_back']);

/** Of an order, by its charges: their payments, their refunds, and a chargeback that was lost. */
export function chargesOf(order: Order, at: number): readonly SaleFact[] {
  const charges = order.charges ?? [];
  const told = charges.flatMap((charge) => chargeFacts(charge, order.id, at));
  const refunded = order.amount_refunded ?? 0;
  const isNamed = charges.some(({ refunds }) => refunds && refunds.length > 0);
  if (isNamed || refunded === 0) return [...told, ...lostOf(order, charges, at)];
  // Without the refunds' own ids, all of them are one under the order's, its amount the newest.
  return [...told, refundFact(order.id, refundOf(order.id, refunded, order.currency, at, 'done'))];
}

/** A charge told by itself; its sale is its order, and a charge that has none is told by nobody else. */
export function chargeFacts(charge: Charge, saleKey: string, at: number): readonly SaleFact[] {
  const { currency } = charge;
  const named = (charge.refunds ?? []).map((refund) => {
    const estado = refund.status && UNDONE.has(refund.status) ? 'failed' : 'done';
    return refundFact(saleKey, refundOf(refund.id, Math.abs(refund.amount), currency, at, estado));
  });
  // What was told of the order as a whole, before or of the same second, is the same money.
  const whole = refundFact(saleKey, refundOf(saleKey, charge.amount, currency, at + 1, 'failed'));
  const lost = charge.chargeback?.status === 'lost' ? [chargebackOf(charge, saleKey, at)] : [];
  return [...paymentOf(charge, saleKey, at), ...named, ...(named.length > 0 ? [whole] : []), ...lost];
}

/** An order that is `charged_back` has lost what its charges do not say was won, or lost. */
function lostOf({ id, payment_status }: Order, charges: readonly Charge[], at: number): readonly SaleFact[] {
  if (payment_status !== 'charged_back') return [];
  const open = charges.filter(({ status, chargeback }) => isPaid(status) && !isSettled(chargeback?.status));
  return open.map((charge) => chargebackOf(charge, id, at));
}

function isSettled(status: string | null | undefined): boolean {
  return status === 'lost' || status === 'won' || status === 'covered';
}

function isPaid(status: string | null | undefined): boolean {
  return status !== null && status !== undefined && PAID.has(status);
}

function chargebackOf({ id, amount, currency }: Charge, saleKey: string, at: number): SaleFact {
  return refundFact(saleKey, refundOf(`${id}:chargeback`, amount, currency, at, 'done'));
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

function refundOf(
  refundKey: string,
  amount: number,
  currency: string,
  version: number,
  estado: RefundFact['estado'],
): Omit<RefundFact, 'kind'> {
  return { refundKey, version, importe: fromMinorUnits(amount, currency), estado };
}

function refundFact(saleKey: string, refund: Omit<RefundFact, 'kind'>): SaleFact {
  return { saleKey, factKey: `${refund.refundKey}:refund`, fact: { kind: 'refund', ...refund } };
}

/** What only a charge knows: how it was paid, and what of it was refunded. */
import type { PaymentFact, PaymentHint, RefundFact, SaleFact } from '../../intake/fact.ts';
import { DISPUTE_RANK, emailOf } from '../../intake/order-values.ts';
import { fromMinorUnits } from '../units.ts';
import type { Charge, Dispute, Refund } from './shapes.ts';
import { disputeEstado } from './states.ts';

const FUNDINGS: ReadonlyMap<string | null | undefined, PaymentHint['funding']> = new Map([
  ['credit', 'credit'],
  ['debit', 'debit'],
  ['prepaid', 'prepaid'],
] as const);

/**
 * Only for a charge that is paid and captured: an authorisation is not a payment. `at` is when it was reported, in epoch
 * milliseconds.
 */
export function paymentOf(charge: Charge, at: number): readonly SaleFact[] {
  const { id, currency, payment_method_details: details, amount_captured: captured } = charge;
  if (!charge.paid || !charge.captured) return [];
  const card = details?.card ?? details?.card_present;
  const email = emailOf(charge.receipt_email, charge.billing_details?.email);
  const fact: PaymentFact = {
    kind: 'payment',
    version: at,
    paymentKey: id,
    importe: fromMinorUnits(captured, currency),
    ...(details && { payment: hintOf(details.type, card?.funding) }),
    ...(card?.last4 && { cardLast4: card.last4 }),
    ...(email && { email }),
  };
  return [{ saleKey: charge.payment_intent?.id ?? id, factKey: `${id}:payment`, fact }];
}

/** A card at a terminal counts as a card. */
function hintOf(type: string, funding: string | null | undefined): PaymentHint {
  const method = type === 'card_present' ? 'card' : type.toLowerCase();
  return method === 'card' ? { method, funding: FUNDINGS.get(funding) ?? 'unknown' } : { method };
}

/**
 * A refund by its own id. A pending one counts as done, because the money is no longer the merchant's. Stripe deletes no refund and does not date
 * its failure, so of two versions at the same moment the failed one wins.
 */
export function refundOf(refund: Refund, saleKey: string, at: number): SaleFact {
  const { id, amount, currency } = refund;
  const estado = isUndone(refund) ? 'failed' : 'done';
  const version = at + (estado === 'failed' ? 1 : 0);
  return refundFact(saleKey, { refundKey: id, version, ...moneyOf(amount, currency), estado });
}

/** A refund that failed, of a charge whose refunds are reported only as a total: it is subtracted from a total reported before. */
export function failedPart(refund: Refund, saleKey: string, at: number): readonly SaleFact[] {
  const { charge } = refund;
  if (!isUndone(refund) || !charge) return [];
  const { factKey, fact } = refundOf(refund, saleKey, at);
  return fact.kind === 'refund' ? [{ saleKey, factKey, fact: { ...fact, within: charge } }] : [];
}

function isUndone({ status }: Refund): boolean {
  return status === 'failed' || status === 'canceled';
}

/** All refunds of a charge as one, under the charge's id: for events that do not list them. */
export function cumulativeRefund(charge: Charge, at: number): SaleFact {
  const { id, amount_refunded: amount, currency } = charge;
  const refund = { refundKey: id, version: at, ...moneyOf(amount, currency) };
  return refundFact(charge.payment_intent?.id ?? id, { ...refund, estado: amount > 0 ? 'done' : 'failed' });
}

/**
 * Each refund by its id; what was reported for the charge as a whole before there was a key is undone: it is the same
 * money.
 */
export function namedRefunds(charge: Charge, refunds: readonly Refund[], at: number): readonly SaleFact[] {
  if (refunds.length === 0) return [];
  // A millisecond later, which Stripe's timestamps never are, so that it wins over an earlier report when the same event is sent again.
  const whole = cumulativeRefund(charge, at + 1);
  const undone =
    whole.fact.kind === 'refund' ? { ...whole, fact: { ...whole.fact, estado: 'failed' as const } } : whole;
  return [...refunds.map((refund) => refundOf(refund, whole.saleKey, at)), undone];
}

/** A lost dispute has taken its amount back; while a dispute is open, its sale waits. */
export function disputeRefund(dispute: Dispute, at: number): readonly SaleFact[] {
  const saleKey = dispute.payment_intent ?? dispute.charge;
  if (!saleKey) return [];
  const estado = disputeEstado(dispute.status);
  const money = moneyOf(dispute.amount, dispute.currency);
  const version = at + DISPUTE_RANK[estado];
  return [refundFact(saleKey, { refundKey: dispute.id, version, ...money, estado, isApart: true })];
}

function moneyOf(amount: number, currency: string): Pick<RefundFact, 'importe' | 'moneda'> {
  return { importe: fromMinorUnits(amount, currency), moneda: currency.toUpperCase() };
}

function refundFact(saleKey: string, refund: Omit<RefundFact, 'kind'>): SaleFact {
  return { saleKey, factKey: `${refund.refundKey}:refund`, fact: { kind: 'refund', ...refund } };
}

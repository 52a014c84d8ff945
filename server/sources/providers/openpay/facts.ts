/**
 * Converts a callback of Openpay's to facts, from the charge itself, which is fetched from its API (wire-contracts 14.6, read
 * 2026-11). The folio is its `order_id`, otherwise the last 8 characters of its id.
 */
import type { OrderFact, PaymentFact, PaymentHint, RefundFact, SaleFact } from '../../intake/fact.ts';
import { estadoOf, stateOf } from '../../intake/order-state.ts';
import { DISPUTE_RANK, emailOf, RANK, whereWrong } from '../../intake/order-values.ts';
import type { FactsReading } from '../../source.ts';
import { utcInstant } from '../units.ts';
import { askCharge, type OpenpayApi } from './api.ts';
import { CALLBACK, CHARGE, type Charge } from './shapes.ts';
import { CHARGEBACKS, STATES } from './states.ts';

const TYPES: ReadonlySet<string> = new Set([
  'charge.created',
  'charge.succeeded',
  'charge.refunded',
  'charge.cancelled',
  'charge.failed',
  'charge.rescored.to.decline',
  'spei.received',
  'order.payment.received',
  'chargeback.created',
  'chargeback.accepted',
  'chargeback.rejected',
  'transaction.expired',
]);

/** Whether a callback of this type is about a sale. */
export function isOfSale(type: string): boolean {
  return TYPES.has(type);
}

/** Never throws. A charge that Openpay does not have is ignored: it may belong to the other world, or be forged. */
export async function openpayFacts(event: unknown, api: OpenpayApi, signal: AbortSignal): Promise<FactsReading> {
  const read = CALLBACK.safeParse(event).data;
  const id = read?.transaction?.id;
  if (!read || id === undefined) return { kind: 'unreadable', reason: 'no transaction' };
  const answer = await askCharge(api, { id, customerId: read.transaction?.customer_id ?? undefined }, signal);
  if (answer.kind === 'absent') return { kind: 'unreadable', reason: 'a charge that Openpay does not have' };
  if (answer.kind === 'unavailable') return { kind: 'unavailable', reason: `Openpay: ${answer.reason}` };
  const charge = CHARGE.safeParse(answer.value);
  if (!charge.success) return { kind: 'unreadable', reason: `charge: ${whereWrong(charge.error)}` };
  if (charge.data.id !== id) return { kind: 'unreadable', reason: 'another charge than was asked for' };
  const facts = factsOfCharge(charge.data);
  // As long as the charge's status does not show a chargeback, only the callback does.
  const [, phase] = /^chargeback\.(created|accepted|rejected)$/.exec(read.type) ?? [];
  return { kind: 'facts', facts: phase === undefined ? facts : withChargeback(facts, charge.data, phase as Phase) };
}

type Phase = keyof typeof CHARGEBACKS;

function withChargeback(facts: readonly SaleFact[], charge: Charge, phase: Phase): readonly SaleFact[] {
  const chargeback = chargebackOf(charge, CHARGEBACKS[phase]);
  return [...facts.filter(({ factKey }) => factKey !== chargeback.factKey), chargeback];
}

/** The facts of a charge as it is now. */
export function factsOfCharge(charge: Charge): readonly SaleFact[] {
  const { id, amount, currency, order_id, creation_date, operation_date, status } = charge;
  const state = stateOf(STATES, status);
  const estado = estadoOf(state);
  const email = emailOf(charge.customer?.email);
  const fact: OrderFact = {
    kind: 'order',
    version: changedAt(charge),
    folio: order_id?.trim() || id.slice(-8),
    date: utcInstant(estado === 'pendiente' ? creation_date : (operation_date ?? creation_date)),
    estado,
    state,
    moneda: currency,
    total: amount,
    refunds: refundsOf(charge),
    ...(email && { email }),
  };
  const order: SaleFact = { saleKey: id, factKey: `${id}:order`, fact };
  const payment = estado === 'pagada' || state.standing === 'disputed' ? [paymentOf(charge)] : [];
  const isLost = /^chargeback_(?:accepted|adjustment)$/i.test(status);
  return [order, ...payment, ...(isLost ? [chargebackOf(charge, 'done')] : [])];
}

/** The version: the time of its last operation and, within one second, the stage of the charge's life. What is read later is never older. */
function changedAt(charge: Charge): number {
  const { creation_date, operation_date, status } = charge;
  const refunds = refundList(charge).map((refund) => refund.operation_date ?? 0);
  return Math.max(creation_date, operation_date ?? 0, ...refunds) + RANK[estadoOf(stateOf(STATES, status))];
}

function paymentOf(charge: Charge): SaleFact {
  const { id, method, card, amount } = charge;
  const last4 = /\d{4}$/.exec(card?.card_number ?? '')?.[0];
  const email = emailOf(charge.customer?.email);
  const fact: PaymentFact = {
    kind: 'payment',
    version: changedAt(charge),
    paymentKey: id,
    importe: amount,
    ...(method && { payment: hintOf(method.toLowerCase(), card?.type?.toLowerCase()) }),
    ...(last4 && { cardLast4: last4 }),
    ...(email && { email }),
  };
  return { saleKey: id, factKey: `${id}:payment`, fact };
}

function hintOf(method: string, type: string | undefined): PaymentHint {
  if (method !== 'card') return { method };
  return { method, funding: type === 'credit' || type === 'debit' || type === 'prepaid' ? type : 'unknown' };
}

function refundList({ refund, refunds }: Charge): NonNullable<Charge['refunds']> {
  const all = [...(refunds ?? []), ...(refund ? [refund] : [])];
  return all.filter(({ id }, at) => all.findIndex((other) => other.id === id) === at);
}

/** Complete, because the charge is always read whole. */
function refundsOf(charge: Charge): readonly RefundFact[] {
  const version = changedAt(charge);
  return refundList(charge).map(({ id: refundKey, amount: importe, status }) => {
    const estado = /^(?:failed|cancelled)$/i.test(status ?? '') ? 'failed' : 'done';
    return { kind: 'refund', refundKey, version, importe, estado };
  });
}

function chargebackOf(charge: Charge, estado: RefundFact['estado']): SaleFact {
  const refundKey = `${charge.id}:chargeback`;
  const version = changedAt(charge) + DISPUTE_RANK[estado];
  const refund = { kind: 'refund', refundKey, version, importe: charge.amount, estado, isApart: true } as const;
  return { saleKey: charge.id, factKey: `${refundKey}:refund`, fact: refund };
}

/** Converts a Stripe event to facts about a sale, fetching what it leaves out (wire-contracts 14.1, read 2026-11). */
import type { z } from 'zod';
import type { SaleFact } from '../../intake/fact.ts';
import { whereWrong } from '../../intake/order-values.ts';
import type { FactsReading } from '../../source.ts';
import { lineItems, refundsOf, type StripeApi } from './api.ts';
import { cumulativeRefund, disputeRefund, failedPart, namedRefunds, paymentOf, refundOf } from './charge-facts.ts';
import { type SessionLines, sessionLines } from './lines.ts';
import { chargeOrder, intentOrder, saleKeyOf, sessionOrder } from './order-facts.ts';
import { CHARGE, type Charge, DISPUTE, EVENT, PAYMENT_INTENT, REFUND, SESSION, type StripeEvent } from './shapes.ts';
import { sessionState } from './states.ts';

/** `api` is absent without a key; then nothing is fetched. */
type Reader = (
  event: StripeEvent,
  api: StripeApi | undefined,
  signal: AbortSignal,
) => FactsReading | Promise<FactsReading>;

const READERS: Readonly<Record<string, Reader>> = {
  'checkout.session.completed': ofSession,
  'checkout.session.async_payment_succeeded': ofSession,
  'checkout.session.async_payment_failed': ofSession,
  'checkout.session.expired': ofSession,
  'payment_intent.succeeded': reader(PAYMENT_INTENT, (intent, at) => intentOrder(intent, at)),
  'charge.succeeded': reader(CHARGE, chargeFacts),
  'charge.captured': reader(CHARGE, chargeFacts),
  'charge.updated': reader(CHARGE, chargeFacts),
  'charge.refunded': ofRefundedCharge,
  'charge.refund.updated': ofRefund,
  'refund.created': ofRefund,
  'refund.updated': ofRefund,
  'refund.failed': ofRefund,
  'charge.dispute.created': reader(DISPUTE, disputeRefund),
  'charge.dispute.updated': reader(DISPUTE, disputeRefund),
  'charge.dispute.closed': reader(DISPUTE, disputeRefund),
  'charge.dispute.funds_reinstated': reader(DISPUTE, disputeRefund),
};

/** Whether an event of this type is about a sale. */
export function isOfSale(type: string): boolean {
  return Object.hasOwn(READERS, type);
}

/** Never throws for an event of Stripe's; reports what it cannot read. */
export async function stripeFacts(
  event: unknown,
  api: StripeApi | undefined,
  signal: AbortSignal,
): Promise<FactsReading> {
  const read = EVENT.safeParse(event).data;
  const facts = read && READERS[read.type];
  return facts ? facts(read, api, signal) : { kind: 'unreadable', reason: 'no event of Stripe' };
}

function reader<Schema extends z.ZodType>(
  schema: Schema,
  factsOf: (object: z.output<Schema>, at: number) => readonly SaleFact[],
): Reader {
  return ({ data, created }) => {
    const object = schema.safeParse(data.object);
    return object.success ? { kind: 'facts', facts: factsOf(object.data, created * 1000) } : otherShape(object.error);
  };
}

function otherShape(error: z.ZodError): FactsReading {
  return { kind: 'unreadable', reason: `data.object: ${whereWrong(error)}` };
}

async function ofSession(
  { type, data, created }: StripeEvent,
  api: StripeApi | undefined,
  signal: AbortSignal,
): Promise<FactsReading> {
  const read = SESSION.safeParse(data.object);
  if (!read.success) return otherShape(read.error);
  const session = read.data;
  const { id, currency } = session;
  const state = sessionState(type, session.payment_status);
  let lines: SessionLines | undefined;
  // An unpaid sale needs no lines.
  if (api && currency && state.standing === 'paid' && saleKeyOf(session)) {
    const fetched = await lineItems(api, id, signal);
    if (fetched.kind !== 'is') return fetched;
    if (fetched.value.length > 0) lines = sessionLines(fetched.value, session, currency);
  }
  return { kind: 'facts', facts: sessionOrder(session, state, created * 1000, lines) };
}

/** If it has a payment intent, the payment intent's own event reports the order. */
function chargeFacts(charge: Charge, at: number): readonly SaleFact[] {
  return [...(charge.payment_intent ? [] : chargeOrder(charge)), ...paymentOf(charge, at)];
}

/**
 * Events include a charge's refunds up to this version of the API, which removed them (Stripe's changelog, 2022-11-15).
 */
const WITHOUT_REFUNDS = '2022-11-15';

function namesRefunds({ api_version: version }: StripeEvent): boolean {
  return version !== undefined && version !== null && version.slice(0, 10) < WITHOUT_REFUNDS;
}

async function ofRefundedCharge(
  event: StripeEvent,
  api: StripeApi | undefined,
  signal: AbortSignal,
): Promise<FactsReading> {
  const read = CHARGE.safeParse(event.data.object);
  if (!read.success) return otherShape(read.error);
  const charge = read.data;
  const at = event.created * 1000;
  const ofCharge = chargeFacts(charge, at);
  const all = (refunds: readonly SaleFact[]): FactsReading => ({ kind: 'facts', facts: [...ofCharge, ...refunds] });
  const isWhole = charge.refunds && !charge.refunds.has_more && charge.refunds.data.length > 0;
  if (charge.refunds && isWhole && (api || namesRefunds(event)))
    return all(namedRefunds(charge, charge.refunds.data, at));
  if (!api) return all([cumulativeRefund(charge, at)]);
  const fetched = await refundsOf(api, charge.id, signal);
  if (fetched.kind !== 'is') return fetched;
  return all(namedRefunds(charge, fetched.value, at));
}

/**
 * One refund by its id. Without a key, and with charges that do not list theirs, `charge.refunded` reports the total of all refunds:
 * counting this one as well would count it twice, so only its failure matters.
 */
function ofRefund(event: StripeEvent, api: StripeApi | undefined): FactsReading {
  const read = REFUND.safeParse(event.data.object);
  if (!read.success) return otherShape(read.error);
  const saleKey = read.data.payment_intent ?? read.data.charge;
  const at = event.created * 1000;
  if (!saleKey) return { kind: 'facts', facts: [] };
  if (!api && !namesRefunds(event)) return { kind: 'facts', facts: failedPart(read.data, saleKey, at) };
  return { kind: 'facts', facts: [refundOf(read.data, saleKey, at)] };
}

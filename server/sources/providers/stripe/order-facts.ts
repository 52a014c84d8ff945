/**
 * The order of a sale, from a Checkout session, a payment intent, or a charge that has neither. Its folio is `metadata.folio`, otherwise
 * `client_reference_id`, `metadata.order_id`, the receipt's number, or the last 8 characters of the payment intent's id.
 */
import type { OrderFact, SaleFact } from '../../intake/fact.ts';
import { estadoOf, type OrderState } from '../../intake/order-state.ts';
import { emailOf } from '../../intake/order-values.ts';
import { fromMinorUnits, utcInstant } from '../units.ts';
import type { SessionLines } from './lines.ts';
import type { Charge, PaymentIntent, Session } from './shapes.ts';

/**
 * Makes a paid session take precedence over its payment intent: both report the same moment, in events without a guaranteed order, and the
 * session knows the merchant's reference and the lines. It must not override anything that Stripe reports later about an order.
 */
const SESSION_LEAD_MS = 3_600_000;

/**
 * A session's payment intent, which identifies its sale; none for a session whose payments are reported separately or never made.
 */
export function saleKeyOf({ mode, payment_intent, amount_total }: Session): string | undefined {
  // The payments of a subscription have payment intents of their own, and a session of mode `setup` takes none.
  const isPayment = mode === undefined || mode === null || mode === 'payment';
  return isPayment && payment_intent && amount_total ? payment_intent : undefined;
}

/** `lines` are those fetched for it; without them, the whole is one line by the source's defaults. */
export function sessionOrder(
  session: Session,
  state: OrderState,
  at: number,
  lines: SessionLines | undefined,
): readonly SaleFact[] {
  const saleKey = saleKeyOf(session);
  const { currency, amount_total: total, metadata, client_reference_id: reference } = session;
  if (saleKey === undefined || !currency || !total) return [];
  const estado = estadoOf(state);
  const email = emailOf(session.customer_details?.email, session.customer_email);
  const fact: OrderFact = {
    kind: 'order',
    version: at + (estado === 'pagada' ? SESSION_LEAD_MS : 0),
    folio: folioOf([metadata?.folio, reference, metadata?.order_id], saleKey),
    date: utcInstant(at),
    estado,
    state,
    moneda: currency.toUpperCase(),
    total: fromMinorUnits(total, currency),
    ...lines,
    ...(email && { email }),
  };
  return [{ saleKey, factKey: `${session.id}:order`, fact }];
}

/** Its tip, taken by Terminal, is not invoiced. */
export function intentOrder(intent: PaymentIntent, at: number): readonly SaleFact[] {
  const { id: saleKey, currency, metadata, receipt_email, amount_received: received } = intent;
  const email = emailOf(receipt_email);
  const tip = intent.amount_details?.tip?.amount ?? 0;
  if (intent.status !== 'succeeded' || received <= tip) return [];
  const fact: OrderFact = {
    kind: 'order',
    version: at,
    folio: folioOf([metadata?.folio, metadata?.order_id], saleKey),
    date: utcInstant(at),
    estado: 'pagada',
    moneda: currency.toUpperCase(),
    total: fromMinorUnits(received - tip, currency),
    ...(tip > 0 && { propina: fromMinorUnits(tip, currency) }),
    ...(email && { email }),
  };
  return [{ saleKey, factKey: `${saleKey}:order`, fact }];
}

/** An order from a charge alone, or from a list of charges: dated by the charge, so that anything reported later about the sale takes precedence. */
export function chargeOrder(charge: Charge): readonly SaleFact[] {
  if (!charge.paid || !charge.captured || charge.amount_captured === 0) return [];
  const { id, currency, payment_intent: intent, receipt_number: receipt, amount_captured: captured } = charge;
  const saleKey = intent?.id ?? id;
  const at = charge.created * 1000;
  const candidates = [
    charge.metadata?.folio,
    intent?.metadata?.folio,
    charge.metadata?.order_id,
    intent?.metadata?.order_id,
  ];
  const email = emailOf(charge.receipt_email, charge.billing_details?.email);
  const fact: OrderFact = {
    kind: 'order',
    version: at,
    folio: folioOf([...candidates, receipt], saleKey),
    date: utcInstant(at),
    estado: 'pagada',
    moneda: currency.toUpperCase(),
    total: fromMinorUnits(captured, currency),
    ...(email && { email }),
  };
  return [{ saleKey, factKey: `${id}:order`, fact }];
}

function folioOf(candidates: readonly (string | null | undefined)[], saleKey: string): string {
  return candidates.map((text) => text?.trim()).find((text) => text) ?? saleKey.slice(-8);
}

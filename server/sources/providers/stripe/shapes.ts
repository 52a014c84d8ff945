/**
 * The parts of Stripe's objects that are read (wire-contracts 14.1 and the types of stripe 23.1.0, read 2026-11); everything
 * else is ignored.
 */
import { z } from 'zod';
import { DECIMAL } from '../../intake/order-values.ts';

const seconds = z.int().min(0).max(99_999_999_999);
const minorUnits = z.int().min(0);
const currency = z.string().regex(/^[a-z]{3}$/i);
const metadata = z.record(z.string(), z.string()).nullish();
const text = z.string().nullish();
/** An object's id, or the object itself if it was expanded. */
const reference = z.union([z.string().min(1), z.object({ id: z.string().min(1) }).transform(({ id }) => id)]).nullish();

/** An event of any kind. */
export const EVENT = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  created: seconds,
  livemode: z.boolean(),
  api_version: text,
  data: z.object({ object: z.looseObject({}) }),
});

/** A webhook event, as validated; its object is validated by its own schema. */
export type StripeEvent = z.output<typeof EVENT>;

const shippingCost = z.object({ amount_subtotal: minorUnits, amount_tax: minorUnits, amount_total: minorUnits });

/** A Checkout session. */
export const SESSION = z.object({
  id: z.string().min(1),
  mode: text,
  payment_status: z.string(),
  payment_intent: reference,
  client_reference_id: text,
  amount_total: minorUnits.nullish(),
  currency: currency.nullish(),
  customer_details: z.object({ email: text }).nullish(),
  customer_email: text,
  shipping_cost: shippingCost.nullish(),
  metadata,
});

/** A Checkout session, as validated. Amounts are in the currency's smallest unit. */
export type Session = z.output<typeof SESSION>;

/** A payment intent. */
export const PAYMENT_INTENT = z.object({
  id: z.string().min(1),
  status: z.string(),
  amount_received: minorUnits,
  currency,
  amount_details: z.object({ tip: z.object({ amount: minorUnits.nullish() }).nullish() }).nullish(),
  receipt_email: text,
  metadata,
});

/** A payment intent, as validated. Amounts are in the currency's smallest unit. */
export type PaymentIntent = z.output<typeof PAYMENT_INTENT>;

/** A refund. */
export const REFUND = z.object({
  id: z.string().min(1),
  amount: minorUnits,
  currency,
  created: seconds,
  charge: reference,
  payment_intent: reference,
  status: text,
});

/** A refund, as validated. Amounts are in the currency's smallest unit. */
export type Refund = z.output<typeof REFUND>;

const REFUNDS = z.object({ data: z.array(REFUND), has_more: z.boolean().nullish() });

const card = z.object({ funding: text, last4: text }).nullish();
const intentOfList = z.object({ id: z.string().min(1), metadata });

/** A charge; in a list it includes its payment intent and refunds, which have to be requested. */
export const CHARGE = z.object({
  id: z.string().min(1),
  amount: minorUnits,
  amount_captured: minorUnits,
  amount_refunded: minorUnits,
  currency,
  created: seconds,
  paid: z.boolean(),
  captured: z.boolean(),
  disputed: z.boolean().nullish(),
  payment_intent: z
    .union([
      intentOfList,
      z
        .string()
        .min(1)
        .transform((id) => ({ id, metadata: undefined })),
    ])
    .nullish(),
  receipt_email: text,
  receipt_number: text,
  billing_details: z.object({ email: text }).nullish(),
  payment_method_details: z.object({ type: z.string(), card, card_present: card }).nullish(),
  refunds: REFUNDS.nullish(),
  metadata,
});

/** A charge, as validated. Amounts are in the currency's smallest unit. */
export type Charge = z.output<typeof CHARGE>;

/** A dispute. */
export const DISPUTE = z.object({
  id: z.string().min(1),
  amount: minorUnits,
  currency,
  charge: reference,
  payment_intent: reference,
  status: z.string(),
});

/** A dispute of a charge, as validated. Amounts are in the currency's smallest unit. */
export type Dispute = z.output<typeof DISPUTE>;

const product = z.object({ metadata }).nullish();
// At most 4 decimals, because a hundredth of it has six.
const percentage = DECIMAL.refine((decimal) => /^\d{1,3}\.\d{2,4}$/.test(decimal));
const taxRate = z.object({ percentage: percentage.nullish(), country: text, display_name: text });

/** What was bought in a session, one product per line. */
export const LINE_ITEM = z.object({
  id: z.string().min(1),
  description: text,
  quantity: z.int().min(1).nullish(),
  amount_subtotal: minorUnits,
  amount_discount: minorUnits,
  amount_tax: minorUnits,
  amount_total: minorUnits,
  price: z.object({ metadata, product: z.union([z.string().transform(() => undefined), product]) }).nullish(),
  taxes: z.array(z.object({ amount: minorUnits.nullish(), rate: taxRate, taxability_reason: text })).nullish(),
});

/** A line of a session, as validated. Amounts are in the currency's smallest unit. */
export type LineItem = z.output<typeof LINE_ITEM>;

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ data: z.array(item), has_more: z.boolean() });

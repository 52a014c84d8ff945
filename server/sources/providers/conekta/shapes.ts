/**
 * The parts of Conekta's objects that are read (assumed from the models of npm conekta 9.0.0); everything else is
 * ignored.
 */
import { z } from 'zod';

const seconds = z.int().min(0).max(99_999_999_999);
const centavos = z.int().min(0);
const currency = z.string().regex(/^[A-Z]{3}$/i);
const text = z.string().nullish();
/** The merchant's own metadata of an order; some values are numbers. */
const metadata = z.record(z.string(), z.unknown()).nullish();

/** The API returns lists as objects; some accounts' events contain plain arrays. */
function listOf<Item extends z.ZodType>(item: Item) {
  const plain = z.array(item);
  return z.union([plain, z.object({ data: plain.nullish() }).transform(({ data }) => data ?? [])]).nullish();
}

/** An event of any kind. */
export const EVENT = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  livemode: z.boolean(),
  created_at: seconds,
  data: z.object({ object: z.looseObject({}) }).nullish(),
});

const paymentMethod = z.object({
  object: text,
  type: text,
  account_type: text,
  last4: text,
});

// Conekta writes refunded amounts as negative numbers in some places.
const refund = z.object({ id: z.string().min(1), amount: z.int(), created_at: seconds.nullish(), status: text });

/** A charge. */
export const CHARGE = z.object({
  id: z.string().min(1),
  object: z.literal('charge'),
  order_id: text,
  status: text,
  amount: centavos,
  currency,
  created_at: seconds.nullish(),
  paid_at: seconds.nullish(),
  reference_id: text,
  payment_method: paymentMethod.nullish(),
  refunds: listOf(refund),
  chargeback: z.object({ id: text, status: text }).nullish(),
});

/** A charge of an order, as validated. Amounts are in centavos. */
export type Charge = z.output<typeof CHARGE>;

const lineItem = z.object({
  id: text,
  name: text,
  description: text,
  sku: text,
  unit_price: centavos,
  quantity: z.int().min(1),
  tags: z.array(z.string()).nullish(),
  metadata,
});

/** A line of an order, as validated. Amounts are in centavos. */
export type LineItem = z.output<typeof lineItem>;

const shippingLine = z.object({ id: text, amount: centavos });

/** An order. */
export const ORDER = z.object({
  id: z.string().min(1),
  object: z.literal('order'),
  amount: centavos,
  amount_refunded: centavos.nullish(),
  currency,
  payment_status: text,
  created_at: seconds,
  updated_at: seconds.nullish(),
  metadata,
  customer_info: z.object({ email: text }).nullish(),
  line_items: listOf(lineItem),
  shipping_lines: listOf(shippingLine),
  tax_lines: listOf(z.object({ amount: centavos, description: text })),
  discount_lines: listOf(z.object({ amount: centavos })),
  charges: listOf(CHARGE),
});

/** An order with its charges, as validated. Amounts are in centavos. */
export type Order = z.output<typeof ORDER>;

/** A page of orders; each is parsed separately. */
export const ORDERS = z.object({ data: z.array(ORDER), has_more: z.boolean(), next_page_url: text });

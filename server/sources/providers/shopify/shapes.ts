/**
 * The parts of Shopify's order, refund and transaction that are read (Admin REST resources; wire-contracts 14.3, read 2026-11). Amounts at
 * the top level are in the shop's currency. Everything else is ignored.
 */
import { z } from 'zod';
import { DECIMAL, ID, INSTANT } from '../../intake/order-values.ts';

const amount = DECIMAL.nullish();
// A shop abroad may have rates with more decimals than IVA has; those rates are never ours.
const taxLines = z.array(z.object({ rate: DECIMAL.nullish().catch(undefined), title: z.string().nullish() })).nullish();
const allocations = z.array(z.object({ amount: DECIMAL })).nullish();

const lineItem = z.object({
  id: ID,
  title: z.string().nullish(),
  variant_title: z.string().nullish(),
  sku: z.string().nullish(),
  quantity: z.int().min(0),
  price: DECIMAL,
  total_discount: amount,
  discount_allocations: allocations,
  tax_lines: taxLines,
  // Present on the line of a tip, even if null, and absent on any other (ShopifySharp, LineItem.cs, read 2026-11).
  tip_payment_gateway: z.string().nullish(),
  gift_card: z.boolean().nullish(),
});

const shippingLine = z.object({
  id: ID,
  title: z.string().nullish(),
  price: DECIMAL,
  discount_allocations: allocations,
  tax_lines: taxLines,
  is_removed: z.boolean().nullish(),
});

/** Money that moved in either direction (`order_transactions/create`, and inside refunds). */
export const TRANSACTION = z.object({
  id: ID,
  order_id: ID.nullish(),
  kind: z.string(),
  status: z.string(),
  gateway: z.string().nullish(),
  amount: DECIMAL,
  currency: z.string().nullish(),
  created_at: INSTANT,
  test: z.boolean().nullish(),
  payment_details: z
    .object({ credit_card_number: z.string().nullish(), credit_card_company: z.string().nullish() })
    .nullish(),
});

/** `refunds/create`, and an order's `refunds`. */
export const REFUND = z.object({
  id: ID,
  order_id: ID.nullish(),
  created_at: INSTANT,
  transactions: z.array(TRANSACTION).nullish(),
  refund_line_items: z
    .array(z.object({ line_item_id: ID, quantity: z.int(), subtotal: DECIMAL, total_tax: amount }))
    .nullish(),
});

/** `disputes/create` and `disputes/update` (Admin REST, Dispute, read 2026-11): without the time of its last change. */
export const DISPUTE = z.object({
  id: ID,
  order_id: ID.nullish(),
  type: z.string().nullish(),
  status: z.string(),
  amount: DECIMAL,
  currency: z.string().nullish(),
});

/** `orders/…`, and the members of the list. */
export const ORDER = z.object({
  id: ID,
  name: z.string().min(1),
  test: z.boolean().nullish(),
  email: z.string().nullish(),
  contact_email: z.string().nullish(),
  currency: z.string(),
  created_at: INSTANT,
  updated_at: INSTANT,
  processed_at: INSTANT.nullish(),
  cancelled_at: INSTANT.nullish(),
  financial_status: z.string().nullish(),
  taxes_included: z.boolean(),
  total_price: DECIMAL,
  total_tax: amount,
  total_tip_received: amount,
  payment_gateway_names: z.array(z.string()).nullish(),
  line_items: z.array(lineItem),
  shipping_lines: z.array(shippingLine).nullish(),
  refunds: z.array(REFUND).nullish(),
});

/** An order, as validated. */
export type ShopifyOrder = z.output<typeof ORDER>;

/** A dispute of a payment, as validated. */
export type ShopifyDispute = z.output<typeof DISPUTE>;

/** A refund with its lines and transactions, as validated. */
export type ShopifyRefund = z.output<typeof REFUND>;

/** A transaction of an order or a refund, as validated. */
export type ShopifyTransaction = z.output<typeof TRANSACTION>;

/**
 * The parts of WooCommerce's order that are read (REST v3, also the body of its webhooks; wire-contracts 14.4, read
 * 2026-11). Totals of lines exclude tax whatever `prices_include_tax` says, and `total_tax` is next to them; instants are in the
 * shop's zone unless their name ends in `_gmt`.
 */
import { z } from 'zod';
import { DECIMAL, ID } from '../../intake/order-values.ts';

/** WooCommerce writes GMT without an offset. */
const GMT = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/)
  .transform((text) => (text.endsWith('Z') ? text : `${text}Z`))
  .refine((text) => !Number.isNaN(Date.parse(text)));

// For a rate that was not applied, the amount is blank.
const taxes = z
  .array(z.object({ id: ID, total: z.union([z.string(), z.number()]).transform(String).nullish() }))
  .nullish();

// Plugins store anything in it: only its keys are read, and YITH's gift cards.
const metaData = z
  .array(z.object({ key: z.string(), value: z.unknown() }))
  .nullish()
  .catch(undefined);

const lineItem = z.object({
  id: ID,
  name: z.string().nullish(),
  sku: z.string().nullish(),
  quantity: DECIMAL,
  subtotal: DECIMAL,
  subtotal_tax: DECIMAL.nullish(),
  total: DECIMAL,
  total_tax: DECIMAL.nullish(),
  taxes,
  meta_data: metaData,
});

const extra = { id: ID, total: DECIMAL, total_tax: DECIMAL.nullish(), taxes };

/** Of `order.created`, `.updated`, `.restored`, and the members of the list. */
export const ORDER = z.object({
  id: ID,
  number: ID.nullish(),
  status: z.string(),
  currency: z.string(),
  prices_include_tax: z.boolean(),
  total: DECIMAL,
  total_tax: DECIMAL.nullish(),
  date_created_gmt: GMT,
  date_modified_gmt: GMT.nullish(),
  date_paid_gmt: GMT.nullish(),
  payment_method: z.string().nullish(),
  created_via: z.string().nullish().catch(undefined),
  billing: z.object({ email: z.string().nullish() }).nullish(),
  line_items: z.array(lineItem),
  shipping_lines: z.array(z.object({ ...extra, method_title: z.string().nullish() })).nullish(),
  fee_lines: z.array(z.object({ ...extra, name: z.string().nullish() })).nullish(),
  tax_lines: z
    .array(
      z.object({
        rate_id: ID,
        rate_percent: DECIMAL.nullish().catch(undefined),
        label: z.string().nullish(),
        rate_code: z.string().nullish(),
      }),
    )
    .nullish(),
  coupon_lines: z
    .array(z.looseObject({ code: z.string().nullish() }))
    .nullish()
    .catch(undefined),
  // From the plugin WooCommerce Gift Cards: what each card paid, which `total` leaves out.
  gift_cards: z
    .array(z.object({ amount: DECIMAL }))
    .nullish()
    .catch(undefined),
  meta_data: metaData,
  refunds: z.array(z.object({ id: ID, total: DECIMAL })).nullish(),
});

/** The whole content of `order.deleted`. */
export const DELETED = z.object({ id: ID });

/** An order, as validated. */
export type WooOrder = z.output<typeof ORDER>;

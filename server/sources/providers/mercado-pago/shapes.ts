/**
 * The parts of Mercado Pago's notification and payment that are read (wire-contracts 14.2, read 2026-11). Amounts are JSON
 * numbers or text.
 */
import { z } from 'zod';
import { DECIMAL, ID, INSTANT } from '../../intake/order-values.ts';

/** It contains no data, and nothing in it is signed. */
export const NOTIFICATION = z.object({
  id: ID.nullish(),
  type: z.string().nullish(),
  action: z.string().nullish(),
  live_mode: z.boolean().nullish(),
});

const item = z.object({
  id: z.string().nullish().catch(undefined),
  title: z.string().nullish(),
  category_id: z.string().nullish(),
  quantity: DECIMAL,
  unit_price: DECIMAL,
});

/** `GET /v1/payments/{id}`, and the results of the search. */
export const PAYMENT = z.object({
  id: ID,
  live_mode: z.boolean().nullish(),
  status: z.string(),
  status_detail: z.string().nullish(),
  date_created: INSTANT,
  date_approved: INSTANT.nullish(),
  date_last_updated: INSTANT.nullish(),
  currency_id: z.string(),
  transaction_amount: DECIMAL,
  transaction_amount_refunded: DECIMAL.nullish(),
  payment_type_id: z.string().nullish(),
  external_reference: z.string().nullish(),
  payer: z.object({ email: z.string().nullish() }).nullish(),
  card: z.object({ last_four_digits: z.string().nullish() }).nullish(),
  // Typed by the seller and not validated by anybody: a value of the wrong shape is ignored.
  additional_info: z
    .object({ items: z.array(item).nullish() })
    .nullish()
    .catch(undefined),
  refunds: z.array(z.object({ id: ID, amount: DECIMAL, status: z.string().nullish() })).nullish(),
});

/** `GET /v1/payments/search`. */
export const SEARCH = z.object({ results: z.array(z.unknown()) });

/** A payment, as validated. */
export type MercadoPagoPayment = z.output<typeof PAYMENT>;

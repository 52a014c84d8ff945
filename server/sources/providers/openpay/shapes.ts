/** The parts of Openpay's objects that are read (assumed from npm openpay 1.0.5 and public clients); everything else is ignored. */
import { z } from 'zod';
import { DECIMAL } from '../../intake/order-values.ts';

const text = z.string().nullish();
/** An id that is put into a URL's path. */
const id = z.string().regex(/^[A-Za-z\d]{1,64}$/);
/** `2016-11-25T18:10:58-06:00` → epoch milliseconds. */
const instant = z.iso.datetime({ offset: true }).transform((written) => Date.parse(written));

/**
 * Openpay writes pesos with their cents as a JSON number (`11600.00`): a number with more decimals is refused, never
 * rounded.
 */
const amount = DECIMAL.refine((decimal) => /^\d+\.\d{2}$/.test(decimal));

/** A callback. Only the id of its transaction is used. */
export const CALLBACK = z.object({
  type: z.string().min(1),
  event_date: z.string().min(1),
  verification_code: text,
  transaction: z.object({ id, customer_id: id.nullish() }).nullish(),
});

const refund = z.object({ id, amount, status: text, operation_date: instant.nullish() });

/** A charge as the API returns it. */
export const CHARGE = z.object({
  id,
  status: z.string(),
  transaction_type: text,
  method: text,
  amount,
  currency: z.string().regex(/^[A-Z]{3}$/),
  order_id: text,
  creation_date: instant,
  operation_date: instant.nullish(),
  card: z.object({ type: text, card_number: text }).nullish(),
  customer: z.object({ email: text }).nullish(),
  refund: refund.nullish(),
  refunds: z.array(refund).nullish(),
});

/** A charge, as validated. */
export type Charge = z.output<typeof CHARGE>;

/** A list of charges. */
export const CHARGES = z.array(CHARGE);

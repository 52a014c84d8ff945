/**
 * Facts: what a source says about a sale, one piece at a time. A sale is folded from all its facts (`fold.ts`), so duplicates, reordering and
 * replays lead to the same sale.
 */

import type { Fault } from '../../problems/problem.ts';
import type { OrderState } from './order-state.ts';
import type { SubmittedSale } from './submitted-sale.ts';

/** A line as its source describes it; its SAT keys come from the merchant's mapping (`product-map.ts`). */
export type DraftLine = {
  /** The key by which a refund refers to the line. */
  readonly key: string;
  readonly sku?: string;
  readonly category?: string;
  readonly descripcion: string;
  /** A decimal string, like every amount here. */
  readonly cantidad: string;
  readonly valorUnitario: string;
  readonly descuento?: string;
  /**
   * The IVA that the order says this line bears, as a fraction (`0.16`) or `exento`. When absent, the product's mapping or the source's default
   * applies; when present, it overrides both.
   */
  readonly iva?: string;
  /**
   * Every tax that the order charged on this line, if it says so; an empty list means that it charged none. Each tax is invoiced, or the
   * sale waits (`line-taxes.ts`).
   */
  readonly taxes?: readonly DraftTax[];
  /** Shipping and fees are separate lines with a separate mapping. A gift card is money, not goods (`gift-cards.ts`). */
  readonly kind: 'product' | 'shipping' | 'fee' | 'gift-card';
};

/** A tax by the shop's name for it («IVA», «IEPS 8%», «ISH»), with its rate as a fraction (`0.16`) or `exento`. */
export type DraftTax = {
  readonly name?: string;
  /** Absent if the order has only the amount. */
  readonly rate?: string;
  /** Set for a tax of another country. */
  readonly isForeign?: true;
};

/** How it was paid, in the source's own words; the merchant's table converts it to a FormaPago (`payment-table.ts`). */
export type PaymentHint = {
  /** `card`, `oxxo`, `bank_transfer`, or a gateway's slug; lower case. */
  readonly method: string;
  readonly funding?: 'credit' | 'debit' | 'prepaid' | 'unknown';
};

/** An order as its source describes it. Amounts are decimal strings in `moneda`. */
export type OrderFact = {
  readonly kind: 'order';
  /** Epoch milliseconds. Of two versions of an order the higher one wins; equal versions are the same order. */
  readonly version: number;
  /** The visible number without the platform's prefix, such as Shopify's `name` without "#". */
  readonly folio: string;
  /** When it was paid or, if unknown, created; RFC 3339 with its offset. */
  readonly date: string;
  /** The state by the source's own table. An order that is not known to be paid in full counts as unpaid. */
  readonly estado: 'pagada' | 'pendiente' | 'cancelada';
  /** The state in the source's own words, so that the merchant can map it (`order-state.ts`). */
  readonly state?: OrderState;
  readonly moneda: string;
  /** MXN per unit, only for another currency and if the source gives it. */
  readonly tipoCambio?: string;
  /** The amount paid, without the tip. */
  readonly total: string;
  /** The total on the customer's receipt if it is not `total` plus tip, such as the remainder after a gift card. */
  readonly ticketTotal?: string;
  readonly propina?: string;
  /** The discount on the whole order, besides those of its lines. */
  readonly descuento?: string;
  readonly pricesIncludeTax?: boolean;
  /** Absent if the source has no lines; the whole is then one line by the source's defaults. */
  readonly lines?: readonly DraftLine[];
  /**
   * All refunds that exist as of this version, if the source lists them with the order: one that an older version had and this one does not was
   * deleted or voided. Absent if refunds only arrive separately.
   */
  readonly refunds?: readonly RefundFact[];
  readonly email?: string;
  readonly branch?: string;
  /** Faults that no sale here can represent; the sale waits with these. */
  readonly faults?: readonly Fault[];
};

/** What only the charge knows. Of two versions of a payment the higher one wins, field by field. */
export type PaymentFact = {
  readonly kind: 'payment';
  readonly version: number;
  readonly payment?: PaymentHint;
  readonly cardLast4?: string;
  readonly email?: string;
  /** The amount paid. Of several payments the largest counts. */
  readonly importe?: string;
  /** The key of the payment within its order; the same payment sent again replaces itself. */
  readonly paymentKey: string;
};

/** A refund or a dispute of an order. `importe` is a decimal string. */
export type RefundFact = {
  readonly kind: 'refund';
  /** The key of the refund; the same refund sent twice counts once. */
  readonly refundKey: string;
  readonly version: number;
  readonly importe: string;
  /** The currency of `importe`, if the source gives it. A refund in another currency than the order's is not subtracted, and the sale waits. */
  readonly moneda?: string;
  /** `failed` undoes the refund. A lost dispute is a refund; `disputed` is still open, and the sale waits for its outcome. */
  readonly estado: 'done' | 'failed' | 'disputed';
  /** Set if the source never lists it with its order, such as a chargeback or a deleted order. */
  readonly isApart?: true;
  /** The refund that this is a part of, if the source reports a total: a part that fails after the total was reported is subtracted from it. */
  readonly within?: string;
  /** The lines that were returned, if the source says so; when absent, a part of the whole. */
  readonly lines?: readonly { readonly key: string; readonly cantidad?: string; readonly importe: string }[];
};

/** A whole sale, submitted by the merchant's own system. The submission with the highest version wins. */
export type SubmittedFact = { readonly kind: 'submitted'; readonly version: number; readonly sale: SubmittedSale };

/** Anything that a source says about one sale. */
export type Fact = OrderFact | PaymentFact | RefundFact | SubmittedFact;

/** A fact with the sale that it belongs to. */
export type SaleFact = {
  /** The sale's key at the source, such as an order's id or a payment intent. Customers do not see it. */
  readonly saleKey: string;
  /** Unique within the source: a fact sent twice is stored once, and a higher version of the same key replaces it. */
  readonly factKey: string;
  readonly fact: Fact;
};

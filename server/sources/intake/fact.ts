/**
 * What a source says of a sale, one fact at a time. A sale is folded from all of its facts (`fold.ts`), so duplicates, disorder and replays
 * end in the same sale.
 */

import type { Fault } from '../../problems/problem.ts';
import type { OrderState } from './order-state.ts';
import type { SubmittedSale } from './submitted-sale.ts';

/** A line as its source knows it: what it is to the SAT is the merchant's mapping to say (`product-map.ts`). */
export type DraftLine = {
  /** By which a refund names it. */
  readonly key: string;
  readonly sku?: string;
  readonly category?: string;
  readonly descripcion: string;
  /** Decimal text, as every amount here. */
  readonly cantidad: string;
  readonly valorUnitario: string;
  readonly descuento?: string;
  /**
   * The IVA that the order itself says this line bears, as a fraction (`0.16`), `exento` for none; absent when it does not say, and then the
   * product's mapping or the source's default does. What the order says beats both.
   */
  readonly iva?: string;
  /**
   * Every tax that the order charged on this line, where it says so; an empty list says that it charged none. Each is carried, or the sale
   * waits (`line-taxes.ts`).
   */
  readonly taxes?: readonly DraftTax[];
  /** Shipping and fees are lines of their own, with a mapping of their own. A gift card is money, not goods (`gift-cards.ts`). */
  readonly kind: 'product' | 'shipping' | 'fee' | 'gift-card';
};

/** A tax by the name that the shop gave it («IVA», «IEPS 8%», «ISH»); its rate as a fraction (`0.16`), or `exento`. */
export type DraftTax = {
  readonly name?: string;
  /** Absent where the order has only its amount. */
  readonly rate?: string;
  /** Of another country. */
  readonly isForeign?: true;
};

/** How it was paid, in the source's own words: the merchant's table makes a FormaPago of it (`payment-table.ts`). */
export type PaymentHint = {
  /** `card`, `oxxo`, `bank_transfer`, a gateway's slug… lower case. */
  readonly method: string;
  readonly funding?: 'credit' | 'debit' | 'prepaid' | 'unknown';
};

/** An order as its source describes it. Amounts are decimal strings in `moneda`. */
export type OrderFact = {
  readonly kind: 'order';
  /** Of two orders the one with the higher version stands; the same version is the same order. Epoch milliseconds. */
  readonly version: number;
  /** The visible number, without what the platform puts before it: Shopify's `name` without "#". */
  readonly folio: string;
  /** When it was paid, or made where nobody says when it was paid; RFC 3339 with its offset. */
  readonly date: string;
  /** As far as its source's own table of states goes: what is not known to be paid in full is not paid. */
  readonly estado: 'pagada' | 'pendiente' | 'cancelada';
  /** The state in its source's own words, for its merchant to say what it means (`order-state.ts`). */
  readonly state?: OrderState;
  readonly moneda: string;
  /** MXN a unit; only when it is not MXN, and the source says it. */
  readonly tipoCambio?: string;
  /** What was paid, tip aside. */
  readonly total: string;
  /** The last line of what its customer was given, where that is not `total` and the tip: what was left to pay after a gift card. */
  readonly ticketTotal?: string;
  readonly propina?: string;
  /** Of the whole order, beside its lines' own. */
  readonly descuento?: string;
  readonly pricesIncludeTax?: boolean;
  /** Absent: the source has no lines, and the whole is one by the source's defaults. */
  readonly lines?: readonly DraftLine[];
  /**
   * All the refunds that exist as of this telling, where the source tells them with the order: one that an older telling had and this one has
   * not was deleted or voided. Absent where refunds come only by themselves.
   */
  readonly refunds?: readonly RefundFact[];
  readonly email?: string;
  readonly branch?: string;
  /** What its source says of it that no sale here can carry: it waits with these. */
  readonly faults?: readonly Fault[];
};

/** What only the charge knows; of two payments the one with the higher version stands, field by field. */
export type PaymentFact = {
  readonly kind: 'payment';
  readonly version: number;
  readonly payment?: PaymentHint;
  readonly cardLast4?: string;
  readonly email?: string;
  /** What was paid with it: of several the largest counts. */
  readonly importe?: string;
  /** Which of an order's payments it is; the same payment sent again replaces itself. */
  readonly paymentKey: string;
};

/** A refund or a dispute of an order. `importe` is a decimal string. */
export type RefundFact = {
  readonly kind: 'refund';
  /** The same refund sent twice is one refund. */
  readonly refundKey: string;
  readonly version: number;
  readonly importe: string;
  /** Of `importe`, where its source says it: what is not the order's currency is taken off nothing, and the sale waits. */
  readonly moneda?: string;
  /** `failed` undoes it. A dispute that was lost is a refund; one that is `disputed` is still open, and the sale waits for its end. */
  readonly estado: 'done' | 'failed' | 'disputed';
  /** The source never tells it with its order, whose list of refunds says nothing of it: a chargeback, an order that was deleted. */
  readonly isApart?: true;
  /** The refund that this one is a part of, where the source tells a total: one that fails after that total was told is taken off it. */
  readonly within?: string;
  /** Which lines came back, when the source says; absent: a part of the whole. */
  readonly lines?: readonly { readonly key: string; readonly cantidad?: string; readonly importe: string }[];
};

/** The whole sale at once, submitted by the merchant's own system: the submission with the highest version wins. The kind is stored, and keeps its first name. */
export type SubmittedFact = { readonly kind: 'told'; readonly version: number; readonly sale: SubmittedSale };

/** Anything that a source says about one sale. */
export type Fact = OrderFact | PaymentFact | RefundFact | SubmittedFact;

/** A fact of one sale. */
export type SaleFact = {
  /** The sale's own key at the source: an order's id, a payment intent. Not what customers see. */
  readonly saleKey: string;
  /** Unique in the source: the same fact sent twice is kept once; the same key with a higher version replaces it. */
  readonly factKey: string;
  readonly fact: Fact;
};

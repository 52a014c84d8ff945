/** Decides about a refund from the state of its sale and the sale's invoice. The store locks both, asks here, and writes the result. */
import { formatMicro, toMicro } from '../cfdi/money.ts';
import type { Sale, SaleBody } from '../sales/sale.ts';
import type { Claim } from './claim.ts';
import type { Invoice, StampedInvoice } from './invoice.ts';
import { leftToRefund, type NewRefund, type Refund } from './refund.ts';
import type { Faulty, Reckoned, RefundRules, Registered } from './refund-store.ts';

/** How long until a waiting refund is checked again: its invoice is stamped in seconds, or has trouble. */
const AGAIN_MS = 15_000;

/** The decision about a refund. */
export type RefundOutcome =
  /** The sale is not invoiced: `body` is what is left of it. */
  | { readonly kind: 'reduce'; readonly body: SaleBody }
  /** Its nota de crédito is claimed. */
  | { readonly kind: 'credit'; readonly claim: Claim }
  | { readonly kind: 'waiting' | 'awaiting-approval' }
  | Faulty;

/** The invoice that holds the sale, and whether its substitute is being stamped or its cancellation is open. */
export type Holder = {
  readonly invoice: Invoice;
  readonly isBeingReplaced: boolean;
  readonly isBeingCanceled: boolean;
};

/** Whether an amount that was reckoned for an invoiced sale no longer counts: the sale is free, and its source makes it anew, or it was. */
export function isOutdated(sale: Sale, { updatedAt }: Reckoned): boolean {
  return sale.invoiceId === undefined || sale.updatedAt !== updatedAt;
}

/** Answers before anything is done: the known refund with the same reference, or how much is left if that is too little. */
export function refusalOf(
  sale: Sale,
  refund: NewRefund,
  others: readonly Refund[],
): Extract<Registered, { readonly kind: 'known' | 'too-much' | 'registered' }> | undefined {
  const known = others.find(({ reference }) => reference !== undefined && reference === refund.reference);
  if (known) return { kind: 'known', refund: known };
  const left = leftToRefund(sale, others);
  return toMicro(refund.total) > left ? { kind: 'too-much', left: formatMicro(left, 2) } : undefined;
}

/** What a refund leads to; `holder` is absent if no invoice holds the sale. */
export function outcomeOfRefund(
  sale: Sale,
  refund: NewRefund,
  rules: RefundRules,
  { holder, isApproved }: { readonly holder: Holder | undefined; readonly isApproved: boolean },
): RefundOutcome {
  if (holder === undefined) {
    const reduced = rules.reduce(sale, refund);
    return reduced.kind === 'faults' ? reduced : { kind: 'reduce', body: reduced.body };
  }
  // The nota de crédito is related to whichever is in force in the end; if none is, the sale itself is reduced.
  const isSettled = holder.invoice.state === 'stamped' && !holder.isBeingReplaced && !holder.isBeingCanceled;
  if (!isSettled) return { kind: 'waiting' };
  const invoice = holder.invoice as StampedInvoice;
  if (!isApproved && rules.needsApproval(invoice)) return { kind: 'awaiting-approval' };
  const credit = rules.credit(invoice, sale, refund);
  return credit.kind === 'faults' ? credit : { kind: 'credit', claim: credit.claim };
}

/** A waiting refund after another look. What cannot be credited automatically is left to the merchant. */
export function resumedOf(
  next: Pick<Refund, 'state' | 'invoiceId'> | Faulty,
  now: number,
): Partial<Pick<Refund, 'state' | 'invoiceId' | 'nextAt'>> {
  return 'faults' in next ? { state: 'awaiting-approval' } : { ...next, nextAt: now + AGAIN_MS };
}

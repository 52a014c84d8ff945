/** Sales as a merchant's own system submits them: by upload, the inbox folder, its own URL, or another service's export. */
import type { Fault } from '../../problems/problem.ts';

/**
 * A sale with the field names of the wire format (`sales/sale-wire.ts`), not validated yet. It may leave out what the source's settings provide:
 * a line's claveProdServ, claveUnidad and taxes, the form of payment, or all lines.
 */
export type SubmittedSale = Readonly<Record<string, unknown>>;

/**
 * The result of one place in a file; `line` is where it begins, from 1. `isTest` means that its service made it in test mode, so it never
 * becomes a live sale.
 */
export type SubmittedLine = { readonly line: number; readonly folio?: string } & (
  | { readonly kind: 'submitted'; readonly sale: SubmittedSale; readonly isTest?: boolean }
  /** It was read, but does not become a sale here. */
  | { readonly kind: 'skipped'; readonly reason: SkippedReason }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }
);

/** Why a receipt of another service does not become a sale here; `test` means that it is from its test mode and the merchant's key is live. */
export type SkippedReason = 'invoiced' | 'canceled' | 'test';

/** Sales as a merchant's own system submits them: an upload, the inbox folder, its own URL, an export of another service. */
import type { Fault } from '../../problems/problem.ts';

/**
 * A sale in the wire's words (`sales/sale-wire.ts`), of which it may leave out what the source's settings say: a line's
 * claveProdServ, claveUnidad and taxes, how it was paid, all the lines. Not validated yet.
 */
export type SubmittedSale = Readonly<Record<string, unknown>>;

/**
 * What one place of a file came to; `line` is where it begins, from 1. `isTest`: its service says that it was made in its
 * test mode, and it never becomes a live sale.
 */
export type SubmittedLine = { readonly line: number; readonly folio?: string } & (
  | { readonly kind: 'submitted'; readonly sale: SubmittedSale; readonly isTest?: boolean }
  /** Read, and not for us. */
  | { readonly kind: 'skipped'; readonly reason: SkippedReason }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }
);

/** Why a receipt of another service does not become a sale here; `test`: of its test mode, and the merchant's key is live. */
export type SkippedReason = 'invoiced' | 'canceled' | 'test';

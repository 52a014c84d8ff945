/** The port to the refunds of sales: each method is one transaction over the sale, its invoice and the refund. */
import type { Tenant } from '../merchants/tenant.ts';
import type { Fault } from '../problems/problem.ts';
import type { Reduced } from '../sales/reduced-sale.ts';
import type { Sale } from '../sales/sale.ts';
import type { Claim } from './claim.ts';
import type { StampedInvoice } from './invoice.ts';
import type { NewRefund, Refund, RefundState } from './refund.ts';

/** It cannot be done, and why. */
export type Faulty = { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** What a refund leads to, decided from what stands in the database while the sale is locked. */
export type RefundRules = {
  reduce(sale: Sale, refund: NewRefund): Reduced;
  /** The nota de crédito against that invoice. */
  credit(
    invoice: StampedInvoice,
    sale: Sale,
    refund: NewRefund,
  ): { readonly kind: 'claim'; readonly claim: Claim } | Faulty;
  needsApproval(invoice: StampedInvoice): boolean;
};

/** The outcome of registering a refund. `known` means that its reference is registered already. */
export type Registered =
  | { readonly kind: 'registered' | 'known'; readonly refund: Refund }
  | { readonly kind: 'unknown-sale' }
  /** More than is left of the sale: `left` is a decimal in its currency. */
  | { readonly kind: 'too-much'; readonly left: string }
  | Faulty;

/** Storage of refunds. The sale's remaining amount is checked and reduced within the same transaction. */
export interface RefundStore {
  /** Registers it and does what follows from how the sale stands. One whose reference is known is answered as it is. */
  register(refund: NewRefund, rules: RefundRules): Promise<Registered>;
  /** Looks again at one that waits. Anything else is answered as it is. */
  resume(id: string, rules: RefundRules, now: number): Promise<Refund>;
  /** Issues the nota de crédito that awaits approval or was refused, or declines it. Anything else is answered as it is. */
  decide(
    id: string,
    decision: { readonly approve: true } | { readonly approve: false; readonly reason: string },
    rules: RefundRules,
    now: number,
  ): Promise<Refund | Faulty>;
  get(tenant: Tenant, id: string): Promise<Refund | undefined>;
  /** Newest first, from the one after `after` on. */
  list(
    tenant: Tenant,
    page: { readonly sale?: string; readonly state?: RefundState; readonly limit: number; readonly after?: string },
  ): Promise<readonly Refund[]>;
  /** Those that wait and whose time has come. */
  due(now: number, limit: number): Promise<readonly Refund[]>;
}

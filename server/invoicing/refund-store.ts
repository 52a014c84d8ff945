/** The port to the refunds of sales: each method is one transaction over the sale, its invoice and the refund. */
import type { BranchLimit } from '../merchants/branch-limit.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Fault } from '../problems/problem.ts';
import type { Reduced } from '../sales/reduced-sale.ts';
import type { Sale } from '../sales/sale.ts';
import type { Claim } from './claim.ts';
import type { StampedInvoice } from './invoice.ts';
import type { NewRefund, Refund, RefundState } from './refund.ts';

/** It cannot be done, and why. */
export type Faulty = { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** Decides what a refund leads to, from the database while the sale is locked. */
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
  | { readonly kind: 'outdated' }
  /** More than is left of the sale: `left` is a decimal in its currency. */
  | { readonly kind: 'too-much'; readonly left: string }
  | Faulty;

/** The sale for which the amount of a refund was reckoned, as it was when it was last updated. */
export type Reckoned = Pick<Sale, 'updatedAt'>;

/** Storage of refunds. The sale's remaining amount is checked and reduced within the same transaction. */
export interface RefundStore {
  /**
   * Registers a refund and does what follows from the state of its sale. Returns the existing one if its reference is known, and registers nothing
   * if it was reckoned for an invoiced sale that is another by now, or free (`outdated`).
   */
  register(refund: NewRefund, rules: RefundRules, reckoned?: Reckoned): Promise<Registered>;
  /** Re-evaluates a waiting refund. Returns any other unchanged. */
  resume(id: string, rules: RefundRules, now: number): Promise<Refund>;
  /** Issues the nota de crédito that awaits approval, or declines it. Returns any other refund unchanged. */
  decide(
    id: string,
    decision: { readonly approve: true } | { readonly approve: false; readonly reason: string },
    rules: RefundRules,
    now: number,
  ): Promise<Refund | Faulty>;
  get(tenant: Tenant, id: string): Promise<Refund | undefined>;
  /** Newest first, from the one after `after` on; only those of sales within `within`, if it is given. */
  list(
    tenant: Tenant,
    page: {
      readonly sale?: string;
      readonly state?: RefundState;
      readonly within?: BranchLimit;
      readonly limit: number;
      readonly after?: string;
    },
  ): Promise<readonly Refund[]>;
  /** Waiting refunds that are due. */
  due(now: number, limit: number): Promise<readonly Refund[]>;
}

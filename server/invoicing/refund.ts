/** A refund of a sale, and its outcome. */

import { type Micro, sum, toMicro } from '../cfdi/money.ts';
import type { SoldConcepto } from '../cfdi/sold.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Sale } from '../sales/sale.ts';

/**
 * `waiting`: the sale is being invoiced, or its invoice cancelled, and what to do depends on the outcome. `awaiting-approval`: the merchant reviews it before a nota de
 * crédito is issued, or after one was refused or cancelled. `reduced`: the sale was not invoiced, and the rest of it can be. `credited`: a nota de crédito is issued. `declined`: the
 * merchant declined it.
 */
export const REFUND_STATES = ['waiting', 'awaiting-approval', 'reduced', 'credited', 'declined'] as const;

/** The state of a refund. */
export type RefundState = (typeof REFUND_STATES)[number];

/** One refund of one sale. Amounts are decimal strings. */
export type Refund = {
  readonly id: string;
  readonly tenant: Tenant;
  readonly saleId: string;
  /** The merchant's own reference; registering it again with the same reference returns the existing refund. */
  readonly reference?: string;
  /** Taxes included, in the sale's currency. */
  readonly total: string;
  /** Instant with offset at which the money was returned, ISO 8601. */
  readonly date: string;
  /** c_FormaPago in which the money was returned. */
  readonly formaPago: string;
  /** The goods that were returned; empty if only money was refunded. */
  readonly conceptos: readonly SoldConcepto[];
  readonly state: RefundState;
  /** The sale's source lists it, so what the source makes of the sale is without it. */
  readonly isReported?: true;
  /** Of the nota de crédito. */
  readonly invoiceId?: string;
  /** Why the merchant declined it. */
  readonly reason?: string;
  /** Epoch milliseconds from which a waiting refund is checked again. */
  readonly nextAt: number;
  readonly createdAt: number;
};

/** A refund as it is registered: what happens to it depends on the sale. */
export type NewRefund = Omit<Refund, 'state' | 'invoiceId' | 'reason'>;

/** The part of a sale's total that is not refunded yet. A refund that reduced the sale has already changed its total. */
export function leftToRefund({ body }: Sale, refunds: readonly Pick<Refund, 'state' | 'total'>[]): Micro {
  if (body.estado === 'cancelada') return toMicro('0');
  const standing = refunds.filter(({ state }) => state !== 'reduced' && state !== 'declined');
  return toMicro(body.total) - sum(standing.map(({ total }) => toMicro(total)));
}

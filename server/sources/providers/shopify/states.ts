/**
 * What an order's `financial_status` says about its payment (Admin API, OrderDisplayFinancialStatus, read 2026-11). A partly refunded order
 * was paid in full; its refunds are separate facts. An order with payment terms or a deposit is `partially_paid`.
 */
import { type OrderState, type StateTable, stateOf } from '../../intake/order-state.ts';
import type { ShopifyOrder } from './shapes.ts';

/** The meaning of each `financial_status`. A state that is not listed here must be mapped by the merchant. */
export const STATES: StateTable = {
  paid: 'paid',
  partially_refunded: 'paid',
  partially_paid: 'partly',
  pending: 'unpaid',
  authorized: 'unpaid',
  expired: 'unpaid',
  refunded: 'closed',
  voided: 'closed',
  cancelled: 'closed',
};

/** A cancelled order is closed, whatever its payment is. An order without a payment status is not paid yet. */
export function orderState({ cancelled_at, financial_status }: ShopifyOrder): OrderState {
  return stateOf(STATES, cancelled_at ? 'cancelled' : (financial_status ?? 'pending'));
}

/** The state of a dispute (`disputes/create`, `disputes/update`): an inquiry takes no money, and one that was won has returned it. */
export function disputeEstado(type: string, status: string): 'done' | 'failed' | 'disputed' {
  if (status === 'lost' || status === 'accepted') return 'done';
  // `charge_refunded`: it was refunded, which is reported separately.
  return type === 'inquiry' || status === 'won' || status === 'charge_refunded' ? 'failed' : 'disputed';
}

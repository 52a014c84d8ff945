/**
 * The meaning of a payment's `status` (Mercado Pago, «Payment status» and the payments reference, read 2026-11). Refunds are read from the
 * payment's own amounts: a refunded payment was paid.
 */
import { type OrderState, type StateTable, stateOf } from '../../intake/order-state.ts';
import type { MercadoPagoPayment } from './shapes.ts';

/** The meaning of each `status`, or `status:status_detail`. A state that is not listed here must be mapped by the merchant. */
export const STATES: StateTable = {
  approved: 'paid',
  refunded: 'paid',
  pending: 'unpaid',
  in_process: 'unpaid',
  authorized: 'unpaid',
  in_mediation: 'disputed',
  // Withdrawn from the seller at once; `status_detail` says in the end who keeps it.
  charged_back: 'closed',
  'charged_back:in_process': 'disputed',
  'charged_back:settled': 'closed',
  'charged_back:reimbursed': 'paid',
  rejected: 'closed',
  cancelled: 'closed',
};

/** The state of a chargeback, by its detail if that is one of the three. */
export function paymentState({ status, status_detail }: MercadoPagoPayment): OrderState {
  const detailed = `${status}:${status_detail}`;
  return stateOf(STATES, Object.hasOwn(STATES, detailed) ? detailed : status);
}

/**
 * The meaning of an order's `payment_status` (assumed from the models of npm conekta 9.0.0; the documentation was not available). A paid order
 * stays paid after refunds: refunds and lost chargebacks are separate facts, charge by charge.
 */
import type { StateTable } from '../../intake/order-state.ts';

/** The meaning of each `payment_status`. A state that is not listed here must be mapped by the merchant. */
export const STATES: StateTable = {
  paid: 'paid',
  partially_refunded: 'paid',
  refunded: 'paid',
  charged_back: 'paid',
  partially_paid: 'partly',
  pending_payment: 'unpaid',
  pending_confirmation: 'unpaid',
  pre_authorized: 'unpaid',
  authorized: 'unpaid',
  expired: 'closed',
  canceled: 'closed',
  cancelled: 'closed',
  voided: 'closed',
  declined: 'closed',
};

/** The outcome of a chargeback (`charge.chargeback.*`); `covered` is one that Conekta bears. Any other is still open. */
export function chargebackEstado(status: string): 'done' | 'failed' | 'disputed' {
  if (status === 'lost') return 'done';
  return status === 'won' || status === 'covered' ? 'failed' : 'disputed';
}

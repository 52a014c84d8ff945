/**
 * What an order's `payment_status` says of its money (wire-contracts 14.5 and the models of conekta 9.0.0, read 2026-11). What was paid and went
 * back stays paid: refunds, and what a chargeback took, are facts of their own, charge by charge.
 */
import type { StateTable } from '../order-state.ts';

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

/** The end of a chargeback (`charge.chargeback.*`); `covered` is one that Conekta bears. Any other is still open. */
export function chargebackEstado(status: string): 'done' | 'failed' | 'disputed' {
  if (status === 'lost') return 'done';
  return status === 'won' || status === 'covered' ? 'failed' : 'disputed';
}

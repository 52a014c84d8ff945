/**
 * What an order's status says of its money. WooCommerce's own (class-wc-order-factory, OrderStatus.php) and those of its common plugins:
 * Deposits (`partial-payment`, `pending-deposit`, `scheduled-payment`), Pre-Orders (`pre-ordered`, charged at once or later, which it does not
 * say), Order Status Manager's samples; read 2026-11. Whatever else a plugin adds is for its merchant to map.
 */
import { type OrderState, type StateTable, stateOf } from '../order-state.ts';
import type { WooOrder } from './shapes.ts';

export const STATES: StateTable = {
  processing: 'paid',
  completed: 'paid',
  pending: 'unpaid',
  'on-hold': 'unpaid',
  'pending-deposit': 'unpaid',
  'scheduled-payment': 'unpaid',
  'partial-payment': 'partly',
  'partially-paid': 'partly',
  'partial-paid': 'partly',
  deposit: 'partly',
  'deposit-paid': 'partly',
  chargeback: 'disputed',
  'charged-back': 'disputed',
  dispute: 'disputed',
  disputed: 'disputed',
  fraud: 'disputed',
  cancelled: 'closed',
  failed: 'closed',
  refunded: 'closed',
  trash: 'closed',
  // An order that waits for its money whoever was to bring it: what was paid has a date.
  'processing:cod': 'unpaid',
  'processing:bacs': 'unpaid',
  'processing:cheque': 'unpaid',
};

/** A cart is no order yet. */
export const DRAFTS: readonly string[] = ['auto-draft', 'checkout-draft'];

/**
 * `processing` counts with the date it was paid: WooCommerce sets it whenever the money is there, and leaves it out for cash on delivery, a
 * transfer or a cheque that is still to come (WC_Order::maybe_set_date_paid, WC_Gateway_COD, read 2026-11). Without it the state is the
 * status and the gateway: `processing:cod`.
 */
export function orderState({ status, date_paid_gmt, payment_method }: WooOrder): OrderState {
  const gateway = payment_method?.trim().toLowerCase() || 'none';
  const isDated = status !== 'processing' || Boolean(date_paid_gmt);
  return stateOf(STATES, isDated ? status : `${status}:${gateway}`);
}

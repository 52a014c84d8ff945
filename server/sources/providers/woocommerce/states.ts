/**
 * What an order's status says about its payment. WooCommerce's own (`processing`, `completed`, `refunded`, `cancelled` as its REST API documents
 * them, the rest as its source names them) and those of its common plugins: Deposits (`partial-payment`, `pending-deposit`,
 * `scheduled-payment`), Pre-Orders (`pre-ordered`, charged at once or later, which it does not say), Order Status Manager's samples. The plugins'
 * are assumed from public integrations, because their source is not public. The merchant maps whatever else a plugin adds.
 *
 * `completed` is paid whatever the gateway: cash on delivery was handed over, or the merchant confirmed a transfer or a cheque by
 * completing the order. The plugin in `demo/woocommerce` offers its link by the same table.
 */
import { type OrderState, type StateTable, stateOf } from '../../intake/order-state.ts';
import type { WooOrder } from './shapes.ts';

/** The meaning of each status. A state that is not listed here must be mapped by the merchant. */
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
  // An order that still waits for money: a paid one has a date.
  'processing:cod': 'unpaid',
  'processing:bacs': 'unpaid',
  'processing:cheque': 'unpaid',
};

/** A cart is not an order yet. */
export const DRAFTS: readonly string[] = ['auto-draft', 'checkout-draft'];

/**
 * The state of an order. `processing` counts only with a paid date: WooCommerce sets it once the money has arrived, and leaves it out for cash
 * on delivery, or a transfer or cheque that is still to come (WC_Order::maybe_set_date_paid, WC_Gateway_COD; from memory of its source, not
 * run). Without it the state is the status with the gateway: `processing:cod`.
 */
export function orderState({ status, date_paid_gmt, payment_method }: WooOrder): OrderState {
  const gateway = payment_method?.trim().toLowerCase() || 'none';
  const isDated = status !== 'processing' || Boolean(date_paid_gmt);
  return stateOf(STATES, isDated ? status : `${status}:${gateway}`);
}

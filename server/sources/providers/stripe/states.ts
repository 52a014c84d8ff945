/**
 * What Stripe's states say of the money (wire-contracts 14.1 and the types of stripe 23.1.0, read 2026-11). A session that is `completed` is paid
 * only when its `payment_status` is; `unpaid` is a voucher or a transfer on its way. Stripe takes no deposits by itself.
 */
import { type OrderState, type StateTable, stateOf } from '../../intake/order-state.ts';

/** The meaning of each state. A state that is not listed here must be mapped by the merchant. */
export const STATES: StateTable = {
  paid: 'paid',
  unpaid: 'unpaid',
  // A total of nothing makes no sale; a session that is paid later has a payment of its own.
  no_payment_required: 'unpaid',
  failed: 'closed',
  expired: 'closed',
};

/** A session's, by its `payment_status`, and what its event says of one that never was paid. */
export function sessionState(type: string, paymentStatus: string): OrderState {
  const [, ended] = /\.(?:(expired)|async_payment_(failed))$/.exec(type)?.filter(Boolean) ?? [];
  return stateOf(STATES, paymentStatus !== 'paid' && ended ? ended : paymentStatus);
}

/**
 * A dispute's: an inquiry (`warning_…`) has taken nothing, one that was won has given it back. All else, `prevented` and what Stripe may come to
 * call it included, is open until it says.
 */
export function disputeEstado(status: string): 'done' | 'failed' | 'disputed' {
  if (status === 'lost') return 'done';
  return status === 'won' || status.startsWith('warning_') ? 'failed' : 'disputed';
}

/**
 * What Stripe's states say about the payment (wire-contracts 14.1 and the types of stripe 23.1.0, read 2026-11). A session that is
 * `completed` is only paid if its `payment_status` is; `unpaid` is a voucher or a transfer on its way. Stripe itself has no deposits.
 */
import { type OrderState, type StateTable, stateOf } from '../../intake/order-state.ts';

/** The meaning of each state. A state that is not listed here must be mapped by the merchant. */
export const STATES: StateTable = {
  paid: 'paid',
  unpaid: 'unpaid',
  // A total of zero makes no sale; a session that is paid later has a payment of its own.
  no_payment_required: 'unpaid',
  failed: 'closed',
  expired: 'closed',
};

/** The states of a session, by its `payment_status`, and those that its event implies for one that was never paid. */
export function sessionState(type: string, paymentStatus: string): OrderState {
  const [, ended] = /\.(?:(expired)|async_payment_(failed))$/.exec(type)?.filter(Boolean) ?? [];
  return stateOf(STATES, paymentStatus !== 'paid' && ended ? ended : paymentStatus);
}

/**
 * The states of a dispute: an inquiry (`warning_…`) has taken nothing, and one that was won has given it back. Everything else, including
 * `prevented` and any future state, is open.
 */
export function disputeEstado(status: string): 'done' | 'failed' | 'disputed' {
  if (status === 'lost') return 'done';
  return status === 'won' || status.startsWith('warning_') ? 'failed' : 'disputed';
}

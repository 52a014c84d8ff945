/**
 * What a charge's `status` says of its money (assumed from public clients of Openpay's «Objeto Transacción»; its documentation was not at hand). A charge whose
 * money came and went was paid: what went is a refund of its own, and so is a chargeback that was lost.
 */
import type { StateTable } from '../../intake/order-state.ts';

/** The meaning of each charge `status`. A state that is not listed here must be mapped by the merchant. */
export const STATES: StateTable = {
  completed: 'paid',
  refunded: 'paid',
  chargeback_accepted: 'paid',
  chargeback_adjustment: 'paid',
  chargeback_rejected: 'paid',
  chargeback_pending: 'disputed',
  in_progress: 'unpaid',
  charge_pending: 'unpaid',
  failed: 'closed',
  cancelled: 'closed',
  expired: 'closed',
};

/** Of a chargeback that a callback tells: `accepted` is the merchant's loss. */
export const CHARGEBACKS = { created: 'disputed', accepted: 'done', rejected: 'failed' } as const;

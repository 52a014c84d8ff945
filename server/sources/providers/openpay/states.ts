/**
 * The meaning of a charge's `status` (assumed from public clients of Openpay's «Objeto Transacción»; the documentation was not available). A
 * refunded charge was paid: its refund is a separate fact, and so is a lost chargeback.
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

/** The outcome of a chargeback reported by a callback: `accepted` means that the merchant lost it. */
export const CHARGEBACKS = { created: 'disputed', accepted: 'done', rejected: 'failed' } as const;

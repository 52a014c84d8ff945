/**
 * Orders that are paid in parts by WooCommerce Deposits: the first order is only the deposit, and the balance is an order of its own, «Payment #2
 * for …». Neither is the sale, and a CFDI of each would document goods for what is an anticipo, so the merchant invoices the whole. The
 * keys are assumed from public integrations (`is_deposit`, `_deposit_full_amount`, `_original_order_id`, `created_via` `wc_deposits`); the
 * plugin itself was not available. Plugins that keep the whole in one order («partially-paid» until the balance arrives) need none of this.
 */
import type { Fault } from '../../../problems/problem.ts';
import type { WooOrder } from './shapes.ts';

const PART = /^_?(?:is_deposit|deposit_full_amount|original_order_id|remaining_balance_order_id)$/;

/** The fault with which such an order waits; `undefined` for any other. */
export function depositFaults({ created_via, line_items }: WooOrder): readonly Fault[] {
  const isPart = created_via === 'wc_deposits' || line_items.some(({ meta_data }) => meta_data?.some(isPartial));
  return isPart ? [{ code: 'order-paid-in-parts', pointer: '/conceptos' }] : [];
}

/** A product that could be bought with a deposit, but was not, says so too. */
function isPartial({ key, value }: { readonly key: string; readonly value?: unknown }): boolean {
  return PART.test(key) && ![undefined, null, '', 'no', false, 0, '0'].includes(value as string);
}

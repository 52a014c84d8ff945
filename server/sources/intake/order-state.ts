/**
 * The payment state of an order. Each source has a table of its own states, and the merchant may map the rest. Only orders known to be paid in
 * full can be invoiced.
 */
import type { Fault } from '../../problems/problem.ts';
import type { SaleEstado } from '../../sales/sale.ts';

/** What an order state can mean: paid in full, partly paid, unpaid, disputed, or closed (cancelled or refunded in full). */
export const STANDINGS = ['paid', 'partly', 'unpaid', 'disputed', 'closed'] as const;

/**
 * `partly` is a deposit or an installment, `disputed` a pending chargeback, and `closed` an order that will never be paid or was refunded in
 * full.
 */
export type Standing = (typeof STANDINGS)[number];

/** The meaning of a source's states, by its own words. */
export type StateTable = Readonly<Record<string, Standing>>;

/** A state in its source's own word, in lower case, and its meaning by the source's table. */
export type OrderState = { readonly word: string; readonly standing: Standing | 'unknown' };

/** Looks up a state. One that is in no table is unknown, and waits until the merchant maps it. */
export function stateOf(table: StateTable, text: string): OrderState {
  const word = text.trim().toLowerCase();
  return { word, standing: (Object.hasOwn(table, word) && table[word]) || 'unknown' };
}

/** The `estado` by the source's table; an order that is not known to be paid is pending. */
export function estadoOf({ standing }: OrderState): SaleEstado {
  if (standing === 'paid') return 'pagada';
  return standing === 'closed' ? 'cancelada' : 'pendiente';
}

/**
 * Applies the merchant's mapping, and returns the `estado` and why the order has to wait, if it does. An unpaid order only waits for its
 * payment, which the source will report, so there is nothing to do about it.
 */
export function standingOf(
  { state, estado }: { readonly state?: OrderState; readonly estado: SaleEstado },
  { states }: { readonly states?: StateTable },
): { readonly estado: SaleEstado; readonly hold?: Fault } {
  if (!state) return { estado };
  const own = states && Object.hasOwn(states, state.word) ? states[state.word] : undefined;
  const standing = own ?? state.standing;
  const code = HOLDS[standing];
  return {
    estado: estadoOf({ ...state, standing }),
    ...(code && { hold: { code, pointer: '/estado', params: { state: state.word } } }),
  };
}

const HOLDS: Readonly<Partial<Record<OrderState['standing'], string>>> = {
  partly: 'order-partly-paid',
  disputed: 'order-disputed',
  unknown: 'order-state-unknown',
};

/**
 * Where an order stands with its money. Each source has a table of its own states, and a merchant may say what the rest mean; only what is
 * known to be paid in full can be invoiced.
 */
import type { Fault } from '../../problems/problem.ts';
import type { SourceSettings } from '../settings.ts';
import type { OrderFact } from './fact.ts';

/** What an order state can mean: paid in full, partly paid, unpaid, disputed, or closed (cancelled or given back whole). */
export const STANDINGS = ['paid', 'partly', 'unpaid', 'disputed', 'closed'] as const;

/** `partly`: a deposit or an installment. `disputed`: the buyer's bank asks for it back. `closed`: never to be paid, or all of it returned. */
export type Standing = (typeof STANDINGS)[number];

/** A source's states, by its own words. */
export type StateTable = Readonly<Record<string, Standing>>;

/** A state in its source's own words, lower case, and what its table makes of it. */
export type OrderState = { readonly word: string; readonly standing: Standing | 'unknown' };

/** A state that is in no table is unknown: it waits until its merchant says what it means. */
export function stateOf(table: StateTable, said: string): OrderState {
  const word = said.trim().toLowerCase();
  return { word, standing: (Object.hasOwn(table, word) && table[word]) || 'unknown' };
}

/** As far as its source's table goes: what is not known to be paid is pending. */
export function estadoOf({ standing }: OrderState): OrderFact['estado'] {
  if (standing === 'paid') return 'pagada';
  return standing === 'closed' ? 'cancelada' : 'pendiente';
}

/**
 * What an order is once its merchant has been heard, and why it has to wait if it does. What is merely unpaid waits for its payment, which
 * its source tells; nothing is to be done about it.
 */
export function standingOf(
  { state, estado }: Pick<OrderFact, 'state' | 'estado'>,
  { states }: Pick<SourceSettings, 'states'>,
): { readonly estado: OrderFact['estado']; readonly hold?: Fault } {
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

/** The shape of the machine's table: what each event does in each state, and how one transition is looked up. */
import type { Kind, PortalEvent, State } from './state.ts';

/** The state during step `K`. */
export type StateOf<K extends Kind> = State & { readonly kind: K };
/** The name of an event. */
export type EventKind = PortalEvent['kind'];
/** The event of kind `E`. */
export type EventOf<E extends EventKind> = PortalEvent & { readonly kind: E };

/** One cell of the table. `to` names every state that `go` may return (the compiler checks it), and the documentation is drawn from it. */
export interface Cell<K extends Kind, E extends EventKind> {
  readonly to: readonly Kind[];
  readonly go: (state: StateOf<K>, event: EventOf<E>) => State;
}

/** The events that mean something in a state. */
export type Row<K extends Kind> = { readonly [E in EventKind]?: Cell<K, E> };

/** The whole machine: `TRANSITIONS[state][event]`. */
export type Transitions = { readonly [K in Kind]: Row<K> };

/** Makes a cell whose function may return the states in `to` and no others. */
export function to<K extends Kind, E extends EventKind, T extends Kind>(
  kinds: readonly T[],
  go: (state: StateOf<K>, event: EventOf<E>) => StateOf<T>,
): Cell<K, E> {
  return { to: kinds, go };
}

/** Returns the state after an event: the very same object if the event means nothing in that state. */
export function transition(table: Partial<Transitions>, state: State, event: PortalEvent): State {
  // The row and the cell are those of this state and this event, which the compiler cannot follow across two look-ups.
  const row = table[state.kind] as Partial<Record<EventKind, Cell<Kind, EventKind>>> | undefined;
  return row?.[event.kind]?.go(state, event) ?? state;
}

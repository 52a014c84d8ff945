/** What the browser's Back and Forward show, as a pure function. */
import { atInvoice } from './corrections.ts';
import { next } from './machine.ts';
import type { Kind, State } from './state.ts';
import { atLookup, atReceptor } from './states.ts';

/** Whether the request of a screen continues even if the screen is left; then Back waits for it. */
export function isCommitted(kind: Kind): boolean {
  return COMMITTED.includes(kind);
}

const COMMITTED: readonly Kind[] = ['loading', 'issuing', 'pending', 'requesting', 'replacing'];

/**
 * The state after Back or Forward to `place`, a screen shown before, or (if it is no longer known) one step back. It keeps what was typed
 * since, without errors; a review is requested again. The same state if there is nowhere to go.
 */
export function revisit(state: State, place: State | undefined): State {
  if (isCommitted(state.kind) || place?.kind === state.kind) return state;
  if (!place) return stepBack(state);
  const { sales, corrects, cart } = place.visit;
  const visit = { ...state.visit, sales, corrects, cart };
  if (place.kind === 'review' || place.kind === 'correction') return { kind: 'checking', quiet: true, visit };
  const clean = 'faults' in place ? { ...place, faults: [], problem: undefined } : place;
  return clean.kind === 'issued'
    ? { ...clean, mail: clean.mail === 'sent' ? 'sent' : undefined, visit }
    : { ...clean, visit };
}

function stepBack(state: State): State {
  const { visit } = state;
  if (state.kind === 'receptor' && visit.corrects) return atInvoice(visit.corrects.invoice, visit);
  switch (state.kind) {
    case 'lookup':
    case 'searching':
      return visit.cart ? atReceptor({ ...visit, sales: visit.cart, cart: undefined }) : state;
    case 'off':
      return state;
    case 'review':
    case 'correction':
    case 'checking':
      return atReceptor(visit);
    case 'issued':
    case 'requested':
      return next(state, { kind: 'restart' });
    default:
      return atLookup(visit);
  }
}

/**
 * The whole flow as a table: `TRANSITIONS[state][event]`. An event without a cell leaves the state as it is, so a late answer is harmless.
 * Each busy state stands for one request; the element sends it and aborts it when the state is left.
 */
import { CORRECTION_ROWS, SHARED } from './corrections.ts';
import { FIRST_TRANSITIONS, form, idle, revisit } from './first-transitions.ts';
import { answeredBy, offers, REFUSED, requestedAs } from './refused.ts';
import { FOR_SALES, FOUND, forSales, found } from './sales-found.ts';
import type { PortalEvent, State } from './state.ts';
import { atLookup, atReceptor, tokensOf } from './states.ts';
import { type Transitions, to, transition } from './transition.ts';

/** Searches for another sale for the same invoice; those already on it wait. */
const MORE = {
  more: to<'receptor' | 'review', 'more', 'lookup'>(['lookup'], ({ kind, visit }) =>
    atLookup({ ...visit, lookup: {}, cart: visit.sales, known: kind === 'review' }),
  ),
};

/** Every state and every event that means something in it. widget/README.md shows this table; tests/widget-states.ts draws it. */
export const TRANSITIONS: Transitions = {
  loading: {
    ...FIRST_TRANSITIONS.loading,
    refused: to(['requested', 'off'], ({ visit }, { problem }) =>
      problem.request
        ? { kind: 'requested', request: { ...problem.request, status: 'open' }, note: problem.detail, visit }
        : { kind: 'off', problem, visit },
    ),
  },
  lookup: {
    ...FIRST_TRANSITIONS.lookup,
    // Continues without another sale.
    choose: to(['lookup', ...FOR_SALES], (state, { sales }) =>
      state.visit.cart ? forSales(state.visit, sales) : state,
    ),
  },
  searching: {
    found: to(FOUND, ({ visit }, { sales }) => found(visit, sales)),
    refused: REFUSED.searching,
    revisit,
  },
  proving: {
    worked: to(['proving'], worked),
    found: to(FOUND, ({ visit }, { sales }) => found(visit, sales)),
    refused: REFUSED.proving,
    revisit,
  },
  opening: {
    // These sales were chosen before, so several of them are not a choice.
    found: to(['opening', ...FOR_SALES], (state, { sales }) => (sales.length ? forSales(state.visit, sales) : state)),
    refused: REFUSED.opening,
    revisit,
  },
  several: {
    ...form('several'),
    choose: to(['several', ...FOR_SALES], (state, { sales }) => (sales.length ? forSales(state.visit, sales) : state)),
  },
  stopped: {
    ...idle('stopped'),
    again: to(['opening'], ({ visit }) => ({ kind: 'opening', tokens: tokensOf(visit), visit })),
  },
  receptor: {
    ...form('receptor'),
    ...SHARED.receptor,
    ...MORE,
    // Removed from the invoice again.
    choose: to(['receptor'], (state, { sales }) =>
      sales.length ? { ...state, visit: { ...state.visit, sales } } : state,
    ),
    describe: to(['requesting', 'checking'], ({ ask, visit }) =>
      ask ? { kind: 'requesting', ask, visit } : { kind: 'checking', quiet: false, visit },
    ),
  },
  checking: {
    checked: to(['review', 'receptor'], (state, { faults, suggestions, preview }) => {
      const visit = { ...state.visit, known: false };
      return preview && !faults.length
        ? { kind: 'review', preview, faults, suggestions, visit }
        : { ...atReceptor(visit), faults, suggestions };
    }),
    ...SHARED.checking,
    worked: to(['checking'], worked),
    revisit,
  },
  review: {
    ...form('review'),
    ...MORE,
    describe: to(['checking'], ({ visit }) => ({ kind: 'checking', quiet: true, visit })),
    itemize: to(['checking'], ({ visit }, { desglosarIeps }) => ({
      kind: 'checking',
      quiet: true,
      visit: { ...visit, desglosarIeps },
    })),
    issue: to(['requesting', 'issuing'], (state) => {
      const { preview, visit } = state;
      return preview.request
        ? { kind: 'requesting', ask: preview.request.reason, preview, ...offers(state), visit }
        : { kind: 'issuing', preview, ...offers(state), slow: false, visit };
    }),
  },
  issuing: {
    slow: to(['issuing'], (state) => (state.slow ? state : { ...state, slow: true })),
    worked: to(['issuing'], worked),
    answered: answeredBy(REFUSED.issuing),
    refused: REFUSED.issuing,
    revisit,
  },
  pending: {
    slow: to(['pending'], (state) => (state.slow ? state : { ...state, slow: true })),
    ...SHARED.pending,
    revisit,
  },
  issued: {
    ...form('issued'),
    ...SHARED.issued,
    mail: to(['issued'], (state) => ({ ...state, mail: 'sending', faults: [], problem: undefined })),
    mailed: to(['issued'], (state) => (state.mail === 'sending' ? { ...state, mail: 'sent' } : state)),
    refused: to(['issued'], (state, { problem }) =>
      state.mail ? { ...state, mail: undefined, faults: problem.errors ?? [], problem } : state,
    ),
  },
  proof: {
    ...form('proof'),
    prove: to(['recovering'], ({ visit }) => ({ kind: 'recovering', visit })),
  },
  recovering: {
    // The second proof finds a guarded sale again, now complete.
    found: to(FOUND, ({ visit }, { sales }) => found(visit, sales)),
    worked: to(['recovering'], worked),
    answered: answeredBy(REFUSED.recovering),
    refused: REFUSED.recovering,
    revisit,
  },
  requesting: {
    worked: to(['requesting'], worked),
    answered: answeredBy(REFUSED.requesting),
    refused: REFUSED.requesting,
    revisit,
  },
  requested: {
    ...idle('requested'),
    again: to(['following'], ({ request, visit }) => ({ kind: 'following', self: request.links.self, visit })),
    watched: to(['requested', 'issued', 'pending'], ({ visit, note }, { request }) =>
      requestedAs(request, visit, note),
    ),
  },
  following: { ...SHARED.following, revisit },
  ...CORRECTION_ROWS,
  lost: {
    ...idle('lost'),
    again: to(['following', 'opening'], reopened),
    online: to(['lost', 'following', 'opening'], (state) =>
      state.problem.code === 'offline' ? reopened(state) : state,
    ),
  },
  off: FIRST_TRANSITIONS.off,
};

function worked<S extends State>(state: S, { done }: { readonly done: number }): S {
  return { ...state, done };
}

function reopened({ self, tokens, visit }: State & { kind: 'lost' }): State & { kind: 'following' | 'opening' } {
  return self ? { kind: 'following', self, visit } : { kind: 'opening', tokens, visit };
}

/** Returns the state after an event; the very same object if the event means nothing there. */
export function next(state: State, event: PortalEvent): State {
  return transition(TRANSITIONS, state, event);
}

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

/** Looks for something else that goes on the same invoice; what is already there waits. */
const MORE = {
  more: to<'receptor' | 'review', 'more', 'lookup'>(['lookup'], ({ kind, said }) =>
    atLookup({ ...said, lookup: {}, cart: said.sales, known: kind === 'review' }),
  ),
};

/** Every state and every event that means something in it. widget/README.md shows this table; tests/widget-states.ts draws it. */
export const TRANSITIONS: Transitions = {
  loading: {
    ...FIRST_TRANSITIONS.loading,
    refused: to(['requested', 'off'], ({ said }, { problem }) =>
      problem.request
        ? { kind: 'requested', request: { ...problem.request, status: 'open' }, note: problem.detail, said }
        : { kind: 'off', problem, said },
    ),
  },
  lookup: {
    ...FIRST_TRANSITIONS.lookup,
    // Without anything else.
    choose: to(['lookup', ...FOR_SALES], (state, { sales }) => (state.said.cart ? forSales(state.said, sales) : state)),
  },
  searching: {
    found: to(FOUND, ({ said }, { sales }) => found(said, sales)),
    refused: REFUSED.searching,
    revisit,
  },
  proving: {
    worked: to(['proving'], (state, { done }) => ({ ...state, done })),
    found: to(FOUND, ({ said }, { sales }) => found(said, sales)),
    refused: REFUSED.proving,
    revisit,
  },
  opening: {
    // These sales were chosen before, so several of them are not a choice.
    found: to(['opening', ...FOR_SALES], (state, { sales }) => (sales.length ? forSales(state.said, sales) : state)),
    refused: REFUSED.opening,
    revisit,
  },
  several: {
    ...form('several'),
    choose: to(['several', ...FOR_SALES], (state, { sales }) => (sales.length ? forSales(state.said, sales) : state)),
  },
  stopped: {
    ...idle('stopped'),
    again: to(['opening'], ({ said }) => ({ kind: 'opening', tokens: tokensOf(said), said })),
  },
  receptor: {
    ...form('receptor'),
    ...SHARED.receptor,
    ...MORE,
    // What is taken off the invoice again.
    choose: to(['receptor'], (state, { sales }) =>
      sales.length ? { ...state, said: { ...state.said, sales } } : state,
    ),
    describe: to(['requesting', 'checking'], ({ ask, said }) =>
      ask ? { kind: 'requesting', ask, said } : { kind: 'checking', quiet: false, said },
    ),
  },
  checking: {
    checked: to(['review', 'receptor'], (state, { faults, suggestions, preview }) => {
      const said = { ...state.said, known: false };
      return preview && !faults.length
        ? { kind: 'review', preview, faults, suggestions, said }
        : { ...atReceptor(said), faults, suggestions };
    }),
    ...SHARED.checking,
    revisit,
  },
  review: {
    ...form('review'),
    ...MORE,
    describe: to(['checking'], ({ said }) => ({ kind: 'checking', quiet: true, said })),
    itemize: to(['checking'], ({ said }, { desglosarIeps }) => ({
      kind: 'checking',
      quiet: true,
      said: { ...said, desglosarIeps },
    })),
    issue: to(['requesting', 'issuing'], (state) => {
      const { preview, said } = state;
      return preview.request
        ? { kind: 'requesting', ask: preview.request.reason, preview, ...offers(state), said }
        : { kind: 'issuing', preview, ...offers(state), slow: false, said };
    }),
  },
  issuing: {
    slow: to(['issuing'], (state) => (state.slow ? state : { ...state, slow: true })),
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
    prove: to(['recovering'], ({ said }) => ({ kind: 'recovering', said })),
  },
  recovering: {
    // The second proof finds a guarded sale again, now complete.
    found: to(FOUND, ({ said }, { sales }) => found(said, sales)),
    answered: answeredBy(REFUSED.recovering),
    refused: REFUSED.recovering,
    revisit,
  },
  requesting: { answered: answeredBy(REFUSED.requesting), refused: REFUSED.requesting, revisit },
  requested: {
    ...idle('requested'),
    again: to(['following'], ({ request, said }) => ({ kind: 'following', self: request.links.self, said })),
    watched: to(['requested', 'issued', 'pending'], ({ said, note }, { request }) => requestedAs(request, said, note)),
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

function reopened({ self, tokens, said }: State & { kind: 'lost' }): State & { kind: 'following' | 'opening' } {
  return self ? { kind: 'following', self, said } : { kind: 'opening', tokens, said };
}

/** Returns the state after an event; the very same object if the event means nothing there. */
export function next(state: State, event: PortalEvent): State {
  return transition(TRANSITIONS, state, event);
}

/** The rows of the table that the first screen needs. The others arrive with the main path (machine.ts), which sends the requests. */
import type { Kind, State, Visit } from './state.ts';
import { atLookup, atReceptor, begin, fieldOf, tokensOf } from './states.ts';
import { type Cell, type EventOf, type Row, type StateOf, type Transitions, to } from './transition.ts';

type Idle =
  | 'lookup'
  | 'several'
  | 'stopped'
  | 'receptor'
  | 'review'
  | 'issued'
  | 'correction'
  | 'proof'
  | 'requested'
  | 'lost'
  | 'off';
type Form = 'lookup' | 'several' | 'receptor' | 'review' | 'issued' | 'correction' | 'proof';

/** Back and Forward: revisit.ts has already worked out the state to show. */
export const revisit: Cell<Kind, 'revisit'> = {
  to: ['lookup', 'several', 'stopped', 'receptor', 'checking', 'issued', 'proof', 'requested', 'lost'],
  go: (_, event) => event.to,
};

/** What works in every state that waits for nothing: typing, going back, starting over, and contacting the merchant. */
export function idle(kind: Idle): Row<Idle> {
  return {
    edit: { to: [kind], go: edited },
    back: to(['lookup', 'receptor'], (state, event) =>
      event.to === 'lookup'
        ? atLookup(state.visit)
        : { ...atReceptor(state.visit), suggestions: ('suggestions' in state && state.suggestions) || [] },
    ),
    restart: to(['lookup'], ({ visit }) => atLookup({ ...visit, lookup: {}, email: undefined, sales: [] })),
    ask: to(['receptor'], ({ visit }, { ask }) => ({ ...atReceptor(visit), ask })),
    revisit,
  };
}

/** What works in a state with a form: `idle`, and validating its fields. */
export function form(kind: Form): Row<Form> {
  return {
    ...idle(kind),
    faulty: { to: [kind], go: (state, { faults }) => ({ ...state, faults, problem: undefined }) },
    // Nothing is resent automatically.
    online: {
      to: [kind],
      go: (state) => (state.problem?.code === 'offline' ? { ...state, problem: undefined } : state),
    },
  };
}

function edited(state: State, event: EventOf<'edit'>): State {
  const { lookup, receptor, email, remember } = event;
  const visit = {
    ...state.visit,
    lookup: { ...state.visit.lookup, ...lookup },
    receptor: { ...state.visit.receptor, ...receptor },
    email: email === undefined ? state.visit.email : email,
    remember: remember ?? state.visit.remember,
  };
  if (!('faults' in state)) return { ...state, visit };
  const touched = [...Object.keys(lookup ?? {}), ...Object.keys(receptor ?? {}), email === undefined ? '' : 'email'];
  const faults = state.faults.filter((fault) => !touched.includes(fieldOf(fault)));
  // Once every fault of a refusal has been edited, the refusal is obsolete.
  const problem = state.faults.length && !faults.length ? undefined : state.problem;
  if (state.kind !== 'receptor') return { ...state, visit, faults, problem };
  const spread = event.spread === undefined ? {} : { spread: event.spread ?? undefined };
  // A suggestion was made for the previous value of its field.
  const suggestions = state.suggestions.filter((one) => !touched.includes(one.field));
  return { ...state, ...spread, visit, faults, problem, suggestions };
}

const startAgain = (visit: Visit): StateOf<'loading'> => begin(visit, tokensOf(visit));

const unreachable = {
  refused: to<Kind, 'refused', 'off'>(['off'], ({ visit }, { problem }) => ({ kind: 'off', problem, visit })),
};

/**
 * The rows of the states before the first search is answered. Those that send a request can only fail here, because without the main
 * path nothing sends it.
 */
export const FIRST_TRANSITIONS = {
  loading: {
    loaded: to(['following', 'issuing', 'off', 'opening', 'lookup'], ({ visit, self, tokens, asked }, { enabled }) => {
      if (asked) return { kind: 'issuing', preview: asked, slow: false, visit };
      if (self) return { kind: 'following', self, visit };
      if (!enabled) return { kind: 'off', visit };
      return tokens.length ? { kind: 'opening', tokens, visit } : atLookup(visit);
    }),
    ...unreachable,
    revisit,
  },
  lookup: {
    ...form('lookup'),
    search: to(['searching'], ({ visit }, { way }) => ({ kind: 'searching', visit: { ...visit, way } })),
    // The faults were about the fields of the other way.
    way: to(['lookup'], ({ visit }, { way }) => atLookup({ ...visit, way })),
  },
  searching: {
    refused: to(['lookup'], ({ visit }, { problem }) => ({ ...atLookup(visit), problem })),
    revisit,
  },
  opening: unreachable,
  following: unreachable,
  issuing: unreachable,
  off: {
    ...idle('off'),
    again: to(['loading'], ({ visit }) => startAgain(visit)),
    online: to(['off', 'loading'], (state) => (state.problem?.code === 'offline' ? startAgain(state.visit) : state)),
  },
} satisfies Partial<Transitions>;

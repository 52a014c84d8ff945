/** Where a refusal leads: to the screen where the customer can correct it. */
import { stopped } from './sales-found.ts';
import type { Ask, Kind, State } from './state.ts';
import { atLookup, atReceptor, fieldOf } from './states.ts';
import { STOPS } from './stops.ts';
import { type Cell, type EventOf, type StateOf, to } from './transition.ts';
import type { Fault, Followed, MerchantRequest, ProblemBody, Suggestion } from './wire.ts';

const BY_SALE = ['requested', 'off', 'lost', 'stopped', 'proof'] as const;
const BY_STEP = [...BY_SALE, 'lookup', 'receptor'] as const;

/** What a form shows after a refusal. */
type Refusal = { readonly problem: ProblemBody; readonly faults: readonly Fault[] };

/** Returns the review's suggestions, which are kept until the tax details are checked again. */
export function offers(state: State): { readonly suggestions: readonly Suggestion[] } {
  return { suggestions: ('suggestions' in state && state.suggestions) || [] };
}

// A refusal that is about the sale or the portal, whatever was requested.
function refusedSale({ visit }: State, problem: ProblemBody): StateOf<(typeof BY_SALE)[number]> | undefined {
  const { code, detail, request } = problem;
  if (request) return { kind: 'requested', request: { ...request, status: 'open' }, note: detail, visit };
  if (code === 'portal-off' || code === 'unknown-portal') return { kind: 'off', problem, visit };
  if (code === 'unknown-token' || code === 'link-expired') return { kind: 'lost', problem, tokens: [], visit };
  const stop = STOPS[code];
  return stop && stopped(visit, stop, detail);
}

/**
 * Makes the transition of a refused state. `back` returns to where the customer was, for temporary failures (offline, too many attempts).
 */
function refusedStep<K extends Kind, T extends Kind>(
  backTo: readonly T[],
  back: (state: StateOf<K>, refusal: Refusal) => StateOf<T>,
): Cell<K, 'refused'> {
  return to<K, 'refused', T | (typeof BY_STEP)[number]>([...BY_STEP, ...backTo], (state, { problem }) => {
    const { visit } = state;
    const faults = problem.errors ?? [];
    const sale = refusedSale(state, problem);
    if (sale) return sale;
    // The address for the copy is corrected where the customer typed it.
    if (faults.length && faults.every((fault) => fieldOf(fault) === 'email')) return back(state, { problem, faults });
    if (problem.fixedAt === 'merchant') return stopped(visit, 'needs-merchant', problem.detail);
    if (problem.fixedAt === 'lookup') return { ...atLookup(visit), problem, faults };
    if (problem.fixedAt === 'receptor')
      return { ...atReceptor(visit), suggestions: problem.suggestions ?? [], ask: askOf(state), problem, faults };
    return back(state, { problem, faults });
  });
}

function askOf(state: State): Ask | undefined {
  return state.kind === 'requesting' ? state.ask : undefined;
}

const searched = refusedStep<'searching' | 'proving', 'lookup'>([], ({ visit }, { problem }) => ({
  ...atLookup(visit),
  problem,
}));

/** The `refused` cell of every state that the main path sends a request for. */
export const REFUSED = {
  searching: {
    to: [...searched.to, 'proving'],
    go: (state: StateOf<'searching'>, event: EventOf<'refused'>): State =>
      event.problem.challenge && !refusedSale(state, event.problem)
        ? { kind: 'proving', challenge: event.problem.challenge, visit: state.visit }
        : searched.go(state, event),
  } satisfies Cell<'searching', 'refused'>,
  proving: searched as Cell<'proving', 'refused'>,
  opening: refusedStep<'opening', 'lost'>([], ({ visit, tokens }, { problem }) => ({
    kind: 'lost',
    problem,
    tokens,
    visit,
  })),
  checking: refusedStep<'checking', 'receptor'>([], ({ visit }, refusal) => ({ ...atReceptor(visit), ...refusal })),
  issuing: refusedStep<'issuing', 'review'>(['review'], (state, refusal) => reviewOf(state, refusal)),
  pending: refusedStep<'pending', 'lost'>([], ({ visit, answer }, { problem }) =>
    lostAt(answer.links.self, visit, problem),
  ),
  recovering: to<'recovering', 'refused', (typeof BY_SALE)[number]>(
    BY_SALE,
    (state, { problem }) =>
      refusedSale(state, problem) ?? { kind: 'proof', faults: problem.errors ?? [], problem, visit: state.visit },
  ),
  requesting: refusedStep<'requesting', 'review' | 'receptor'>(['review'], (state, refusal) => {
    const { ask, preview, visit } = state;
    return preview ? reviewOf({ ...state, preview }, refusal) : { ...atReceptor(visit), ask, ...refusal };
  }),
  following: refusedStep<'following', 'lost'>([], ({ visit, self }, { problem }) => lostAt(self, visit, problem)),
};

function reviewOf(
  state: StateOf<'issuing' | 'requesting'> & { preview: StateOf<'review'>['preview'] },
  refusal: Refusal,
): StateOf<'review'> {
  return { kind: 'review', preview: state.preview, ...offers(state), ...refusal, visit: state.visit };
}

function lostAt(self: string, visit: State['visit'], problem: ProblemBody): StateOf<'lost'> {
  return { kind: 'lost', problem, tokens: [], self, visit };
}

type Awaiting = 'issuing' | 'pending' | 'recovering' | 'requesting' | 'following' | 'replacing';

/** Makes the cell for the answer about an invoice or a request. A rejected or cancelled invoice leads where the same refusal would. */
export function answeredBy<K extends Awaiting>(refused: Cell<K, 'refused'>): Cell<K, 'answered'> {
  return {
    to: [...new Set<Kind>(['issued', 'pending', 'requested', 'stopped', 'receptor', ...refused.to])],
    go: (state, { answer }) => answered(state, answer, refused),
  };
}

function answered<K extends Awaiting>(state: StateOf<K>, answer: Followed, refused: Cell<K, 'refused'>): State {
  const { visit } = state;
  switch (answer.status) {
    case 'stamped':
      return { kind: 'issued', invoice: answer, faults: [], visit };
    case 'pending':
      return { kind: 'pending', answer, slow: 'slow' in state && state.slow === true, visit };
    case 'canceled':
    case 'rejected':
      return answer.problem ? refused.go(state, { kind: 'refused', problem: answer.problem }) : atReceptor(visit);
    case 'needs-merchant':
      return stopped(visit, 'needs-merchant', answer.problem?.detail);
    default:
      return requestedAs(answer, visit);
  }
}

/** Where a request leads: to the invoice that was made for it, or to its state. `note` says why the invoice became a request. */
export function requestedAs(
  request: MerchantRequest,
  visit: State['visit'],
  note?: string,
): StateOf<'issued' | 'pending' | 'requested'> {
  const { invoice } = request;
  if (invoice?.status === 'stamped') return { kind: 'issued', invoice, faults: [], visit };
  if (invoice?.status === 'pending') return { kind: 'pending', answer: invoice, slow: false, visit };
  return { kind: 'requested', request, visit, ...(note !== undefined && { note }) };
}

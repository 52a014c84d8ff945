/**
 * The customer's whole way as a pure function: state × event → state. An event without meaning in a state returns that very
 * state, so a late answer is harmless. The states marked busy start one request each; the element runs it and aborts it.
 */
import type { Ask, PortalEvent, Kind, Said, State } from './state.ts';
import { STOPS } from './stops.ts';
import type { Fault, Followed, Preview, ProblemBody, Sale, SaleStatus, Suggestion } from './wire.ts';

/** Whether the state waits for an answer (and therefore owns a request). */
export function isBusy(kind: Kind): boolean {
  return BUSY.includes(kind);
}

const BUSY: readonly Kind[] = [
  'loading',
  'searching',
  'proving',
  'opening',
  'checking',
  'issuing',
  'pending',
  'recovering',
  'requesting',
  'following',
];

const NOTHING: Said = {
  lookup: {},
  receptor: {},
  desglosarIeps: false,
  remember: false,
  sales: [],
  known: false,
};

/**
 * The first state of a portal that has been told `said`, opened on sales (`tokens`), on a followed link (`self`) or on the
 * preview of an invoice that was `asked` for already: asked for again, it is the same one.
 */
export function begin(said: Partial<Said>, tokens: readonly string[] = [], self?: string, asked?: Preview): State {
  return { kind: 'loading', tokens, self, asked, said: { ...NOTHING, ...said } };
}

/** The state after an event; the same object when the event means nothing there. */
export function next(state: State, event: PortalEvent): State {
  const { said } = state;
  switch (event.kind) {
    case 'edit':
      return edited(state, event);
    case 'faulty':
      return 'faults' in state ? { ...state, faults: event.faults, problem: undefined } : state;
    case 'refused':
      return isBusy(state.kind) || state.kind === 'issued' ? refused(state, event.problem) : state;
    case 'answered':
      return answered(state, event.answer);
    case 'back':
      return isBusy(state.kind)
        ? state
        : event.to === 'lookup'
          ? atLookup(said)
          : { ...atReceptor(said), ...offers(state) };
    case 'restart':
      return isBusy(state.kind) ? state : atLookup({ ...said, lookup: {}, email: undefined, sales: [] });
    case 'revisit':
      return event.to;
    case 'ask':
      return isBusy(state.kind) ? state : { ...atReceptor(said), ask: event.ask };
    case 'slow':
      return 'slow' in state && !state.slow ? { ...state, slow: true } : state;
    case 'worked':
      return state.kind === 'proving' ? { ...state, done: event.done } : state;
    case 'online':
      // Nothing is asked again by itself, except where the sentence is all there is.
      if (!('problem' in state) || state.problem?.code !== 'offline') return state;
      return state.kind === 'lost' || state.kind === 'off' ? again(state) : ({ ...state, problem: undefined } as State);
    default:
      return forward(state, event);
  }
}

type Onward = Exclude<
  PortalEvent,
  {
    kind:
      | 'edit'
      | 'faulty'
      | 'refused'
      | 'answered'
      | 'back'
      | 'restart'
      | 'revisit'
      | 'ask'
      | 'slow'
      | 'worked'
      | 'online';
  }
>;

// The way ahead: each event has its meaning in the states named on its line, and nowhere else.
function forward(state: State, event: Onward): State {
  const { said } = state;
  const on = `${state.kind} ${event.kind}`;
  if (event.kind === 'loaded') return state.kind === 'loading' ? loaded(state, event.enabled) : state;
  if (event.kind === 'found' && FINDING.includes(state.kind)) return found(said, event.sales);
  // What is opened was chosen before.
  if (on === 'opening found' && event.kind === 'found' && event.sales.length) return forSales(said, event.sales);
  if (event.kind === 'found') return state;
  if (event.kind === 'choose')
    return state.kind === 'several' && event.sales.length ? forSales(said, event.sales) : state;
  if (event.kind === 'checked') return state.kind === 'checking' ? checked(said, event) : state;
  if (event.kind === 'itemize') {
    return state.kind === 'review'
      ? { kind: 'checking', quiet: true, said: { ...said, desglosarIeps: event.desglosarIeps } }
      : state;
  }
  if (event.kind === 'again') return again(state);
  if (on === 'requested resume' && said.sales.length) return { kind: 'opening', tokens: tokensOf(said), said };
  if (event.kind === 'search')
    return state.kind === 'lookup' ? { kind: 'searching', said: { ...said, way: event.way } } : state;
  // Its errors were about the other way.
  if (event.kind === 'way') return state.kind === 'lookup' ? atLookup({ ...said, way: event.way }) : state;
  if (on === 'proof prove') return { kind: 'recovering', said };
  if (state.kind === 'receptor' && event.kind === 'describe') {
    return state.ask ? { kind: 'requesting', ask: state.ask, said } : { kind: 'checking', quiet: false, said };
  }
  if (state.kind === 'review' && event.kind === 'describe') return { kind: 'checking', quiet: true, said };
  if (state.kind === 'review' && event.kind === 'issue') {
    const { preview } = state;
    return preview.request
      ? { kind: 'requesting', ask: preview.request.reason, preview, ...offers(state), said }
      : { kind: 'issuing', preview, ...offers(state), slow: false, said };
  }
  if (state.kind === 'issued' && event.kind === 'mail')
    return { ...state, mail: 'sending', faults: [], problem: undefined };
  if (state.kind === 'issued' && event.kind === 'mailed')
    return state.mail === 'sending' ? { ...state, mail: 'sent' } : state;
  return state;
}

// A guarded sale is found again, whole, by its second proof.
const FINDING: readonly Kind[] = ['searching', 'proving', 'recovering'];

function loaded(state: State & { kind: 'loading' }, enabled: boolean): State {
  const { said, self, tokens, asked } = state;
  if (self) return { kind: 'following', self, said };
  if (asked) return { kind: 'issuing', preview: asked, slow: false, said };
  if (!enabled) return { kind: 'off', said };
  return tokens.length ? { kind: 'opening', tokens, said } : atLookup(said);
}

function found(said: Said, sales: readonly Sale[]): State {
  if (!sales.length) return { ...atLookup(said), missing: true };
  return sales.length > 1 ? { kind: 'several', found: sales, faults: [], said } : forSales(said, sales);
}

/** Where a found sale leads: on to the receptor (past it when this device knows it), or to the rest its status asks for. */
function forSales(before: Said, sales: readonly Sale[]): State {
  const said = { ...before, sales };
  const closed = sales.find((sale) => sale.status !== 'open');
  if (closed) return stopped(said, closed.status, closed.reason);
  return said.known ? { kind: 'checking', quiet: true, said } : atReceptor(said);
}

function stopped(said: Said, why: SaleStatus, reason?: string): State {
  if (why === 'open') return atReceptor(said);
  return why === 'invoiced' || why === 'guarded'
    ? { kind: 'proof', faults: [], said }
    : { kind: 'stopped', why, reason, said };
}

function checked(before: Said, event: PortalEvent & { kind: 'checked' }): State {
  const { faults, suggestions, preview } = event;
  const said = { ...before, known: false };
  if (preview && !faults.length) return { kind: 'review', preview, faults, suggestions, said };
  return { ...atReceptor(said), faults, suggestions };
}

function again(state: State): State {
  const { said } = state;
  const tokens = tokensOf(said);
  if (state.kind === 'stopped') return { kind: 'opening', tokens, said };
  if (state.kind === 'requested') return { kind: 'following', self: state.request.links.self, said };
  if (state.kind === 'off') return begin(said, tokens);
  if (state.kind !== 'lost') return state;
  return state.self ? { kind: 'following', self: state.self, said } : { kind: 'opening', tokens: state.tokens, said };
}

function edited(state: State, event: PortalEvent & { kind: 'edit' }): State {
  if (isBusy(state.kind)) return state;
  const { lookup, receptor, email, remember } = event;
  const said = {
    ...state.said,
    lookup: { ...state.said.lookup, ...lookup },
    receptor: { ...state.said.receptor, ...receptor },
    email: email === undefined ? state.said.email : email,
    remember: remember ?? state.said.remember,
  };
  if (!('faults' in state)) return { ...state, said };
  const touched = [...Object.keys(lookup ?? {}), ...Object.keys(receptor ?? {}), email === undefined ? '' : 'email'];
  const faults = state.faults.filter((fault) => !touched.includes(fieldOf(fault)));
  // A refusal whose faults have all been looked at again has nothing left to say.
  const problem = state.faults.length && !faults.length ? undefined : state.problem;
  if (state.kind !== 'receptor') return { ...state, said, faults, problem };
  const spread = event.spread === undefined ? {} : { spread: event.spread ?? undefined };
  // What was offered for a field is about what stood in it.
  const suggestions = state.suggestions.filter((one) => !touched.includes(one.field));
  return { ...state, ...spread, said, faults, problem, suggestions };
}

/** The last word of a fault's pointer: the name of its field. */
export function fieldOf(fault: Fault): string {
  return fault.pointer.slice(fault.pointer.lastIndexOf('/') + 1);
}

function answered(state: State, answer: Followed): State {
  const { said } = state;
  if (!AWAIT_ANSWER.includes(state.kind)) return state;
  switch (answer.status) {
    case 'stamped':
      return { kind: 'issued', invoice: answer, faults: [], said };
    case 'pending':
      return { kind: 'pending', answer, slow: 'slow' in state && state.slow, said };
    case 'rejected':
      return answer.problem ? refused(state, answer.problem) : atReceptor(said);
    case 'needs-merchant':
      return stopped(said, 'needs-merchant', answer.problem?.detail);
    default:
      return { kind: 'requested', request: answer, said };
  }
}

const AWAIT_ANSWER: readonly Kind[] = ['issuing', 'pending', 'recovering', 'requesting', 'following'];

/** A refusal goes where it can be put right: a sale's own rest by its code, otherwise the step `fixedAt` names. */
function refused(state: State, problem: ProblemBody): State {
  const { said } = state;
  const { code, detail, fixedAt, request } = problem;
  const faults = problem.errors ?? [];
  if (state.kind === 'issued') return state.mail ? { ...state, mail: undefined, faults, problem } : state;
  if (request) return { kind: 'requested', request: { ...request, status: 'open' }, note: detail, said };
  if (code === 'portal-off' || code === 'unknown-portal' || state.kind === 'loading')
    return { kind: 'off', problem, said };
  if (code === 'unknown-token' || code === 'link-expired') return { kind: 'lost', problem, tokens: [], said };
  if (problem.challenge && state.kind === 'searching') return { kind: 'proving', challenge: problem.challenge, said };
  const stop = STOPS[code];
  if (stop) return stopped(said, stop, detail);
  if (state.kind === 'recovering') return { kind: 'proof', faults, problem, said };
  // The address for the copy is asked for where the customer was.
  if (faults.length && faults.every((fault) => fieldOf(fault) === 'email')) return returned(state, problem);
  if (fixedAt === 'merchant') return stopped(said, 'needs-merchant', detail);
  if (fixedAt === 'lookup') return { ...atLookup(said), problem, faults };
  if (fixedAt === 'receptor')
    return { ...atReceptor(said), suggestions: problem.suggestions ?? [], ask: askOf(state), problem, faults };
  return returned(state, problem);
}

// What will pass by itself (offline, too many tries) goes back to where the customer was, with the sentence.
function returned(state: State, problem: ProblemBody): State {
  const { said } = state;
  const told = { problem, faults: problem.errors ?? [] };
  if ('preview' in state && state.preview)
    return { kind: 'review', preview: state.preview, ...offers(state), ...told, said };
  switch (state.kind) {
    case 'searching':
    case 'proving':
      return { ...atLookup(said), problem };
    case 'opening':
      return { kind: 'lost', problem, tokens: state.tokens, said };
    case 'following':
      return { kind: 'lost', problem, tokens: [], self: state.self, said };
    case 'pending':
      return { kind: 'lost', problem, tokens: [], self: state.answer.links.self, said };
    default:
      return { ...atReceptor(said), ask: askOf(state), ...told };
  }
}

// What was offered for the fiscal data is on offer until they are looked at again.
function offers(state: State): { readonly suggestions: readonly Suggestion[] } {
  return { suggestions: ('suggestions' in state && state.suggestions) || [] };
}

function askOf(state: State): Ask | undefined {
  return state.kind === 'requesting' ? state.ask : undefined;
}

/** The tokens of the sales a customer is invoicing. */
export function tokensOf(said: Said): readonly string[] {
  return said.sales.map((sale) => sale.token);
}

/** The first step, with nothing found yet. */
export function atLookup(said: Said): State & { kind: 'lookup' } {
  return { kind: 'lookup', faults: [], said: { ...said, sales: [] } };
}

/** The fiscal data of whom the invoice is for. */
export function atReceptor(said: Said): State & { kind: 'receptor' } {
  return { kind: 'receptor', faults: [], suggestions: [], said: { ...said, known: false } };
}

/** The states that several transitions lead to, and questions about a state. */
import type { Kind, Planned, Visit } from './state.ts';
import type { StateOf } from './transition.ts';
import type { Fault } from './wire.ts';

/** Whether the state waits for an answer, and therefore owns a request. */
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
  'correcting',
  'replacing',
];

const NOTHING: Visit = {
  lookup: {},
  receptor: {},
  desglosarIeps: false,
  remember: false,
  sales: [],
  known: false,
};

/**
 * Returns the first state of a portal. It may be opened on sales (`tokens`), on a followed link (`self`), or on the preview of an
 * invoice that was already requested (`asked`): requesting it again yields the same invoice.
 */
export function begin(
  visit: Partial<Visit>,
  tokens: readonly string[] = [],
  self?: string,
  asked?: Planned,
): StateOf<'loading'> {
  return { kind: 'loading', tokens, self, asked, visit: { ...NOTHING, ...visit } };
}

/** Returns the first step, with nothing found yet. */
export function atLookup(visit: Visit): StateOf<'lookup'> {
  return { kind: 'lookup', faults: [], visit: { ...visit, sales: [] } };
}

/** Returns the step that asks for the receptor's fiscal data. */
export function atReceptor(visit: Visit): StateOf<'receptor'> {
  return { kind: 'receptor', faults: [], suggestions: [], visit: { ...visit, known: false } };
}

/** Returns the tokens of the sales that are being invoiced. */
export function tokensOf(visit: Visit): readonly string[] {
  return visit.sales.map((sale) => sale.token);
}

/** Returns the name of a fault's field: the last segment of its pointer. */
export function fieldOf(fault: Fault): string {
  return fault.pointer.slice(fault.pointer.lastIndexOf('/') + 1);
}

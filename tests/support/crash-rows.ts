/** The rows of the crash matrix: where the server dies, and with which faults of the PAC a document comes to that point. */
import { ALL_FAULTS, type Death, type PacFault } from './crash-scene.ts';
import type { ShopPac } from './shop.ts';

export type MatrixRow = { readonly death: Death; readonly faults: readonly PacFault[] };

const both = ['before', 'after'] as const;
const FEW: readonly PacFault[] = ['does its work', 'loses its answer', 'is in maintenance'];
const DOUBTFUL = ALL_FAULTS.filter((fault) => fault !== 'does its work');
/** A second doubt follows only where the repeat fails too. */
const DOUBTED_TWICE: readonly PacFault[] = ['answers its 307 empty'];

/** Settled after one repeat at most. */
const QUICK = ALL_FAULTS.filter((fault) => !DOUBTED_TWICE.includes(fault));

/** Every death that a document can come to, with every fault that leads there. At most eight in the worker's hands at once. */
export const FULL_MATRIX: readonly MatrixRow[] = [
  // A server claims eight at once, and dies when all have come to its point.
  ...both.flatMap((when): MatrixRow[] => [
    { death: { phase: 'claim', when }, faults: ALL_FAULTS.slice(0, 5) },
    { death: { phase: 'claim', when }, faults: ALL_FAULTS.slice(5) },
  ]),
  ...(['seal', 'intent'] as const).flatMap((phase) =>
    both.map((when) => ({ death: { phase, when }, faults: ALL_FAULTS })),
  ),
  { death: { phase: 'PAC call' }, faults: ALL_FAULTS },
  ...both.map((when): MatrixRow => ({ death: { phase: 'doubt', when }, faults: DOUBTFUL })),
  ...both.flatMap((when): MatrixRow[] => [
    { death: { phase: 'intent', when, call: 2 }, faults: DOUBTFUL.slice(0, 5) },
    { death: { phase: 'intent', when, call: 2 }, faults: DOUBTFUL.slice(5) },
    { death: { phase: 'doubt', when, call: 2 }, faults: DOUBTED_TWICE },
    { death: { phase: 'record', when }, faults: ALL_FAULTS.slice(0, 5) },
    { death: { phase: 'record', when }, faults: ALL_FAULTS.slice(5) },
  ]),
];

/** What fits in a test run: every death of the full matrix, the late ones with every fault. */
export const SHORT_MATRIX: readonly MatrixRow[] = [
  ...(['claim', 'seal'] as const).flatMap((phase) =>
    both.map((when): MatrixRow => ({ death: { phase, when }, faults: FEW })),
  ),
  { death: { phase: 'intent', when: 'before' }, faults: FEW },
  { death: { phase: 'intent', when: 'after' }, faults: QUICK },
  { death: { phase: 'PAC call' }, faults: QUICK },
  ...both.map((when): MatrixRow => ({ death: { phase: 'doubt', when }, faults: DOUBTFUL })),
  { death: { phase: 'intent', when: 'after', call: 2 }, faults: DOUBTFUL.slice(0, 8) },
  ...both.map((when): MatrixRow => ({ death: { phase: 'record', when }, faults: ALL_FAULTS.slice(0, 8) })),
];

/** The deaths in which the database and the PAC may differ, for an engine whose rules are the same. */
export const SHORTEST_MATRIX: readonly MatrixRow[] = [
  { death: { phase: 'claim', when: 'after' }, faults: FEW },
  { death: { phase: 'intent', when: 'after' }, faults: FEW },
  { death: { phase: 'PAC call' }, faults: QUICK },
  { death: { phase: 'doubt', when: 'before' }, faults: ['loses its answer', 'fails before stamping', 'answers half'] },
  { death: { phase: 'record', when: 'before' }, faults: FEW },
  { death: { phase: 'record', when: 'after' }, faults: FEW },
];

const ARRIVED: readonly PacFault[] = ['does its work', 'loses its answer'];

/**
 * Where nothing makes a repeat safe, the deaths and faults after which a look-up can tell: what certainly arrived, or was never
 * tried. The others end with the merchant (tests/http/json-issuers.test.ts).
 */
const ONLY_LOOKED_FOR: readonly MatrixRow[] = [
  { death: { phase: 'claim', when: 'after' }, faults: ARRIVED },
  { death: { phase: 'intent', when: 'before' }, faults: ARRIVED },
  { death: { phase: 'PAC call' }, faults: ARRIVED },
  { death: { phase: 'doubt', when: 'before' }, faults: ['loses its answer', 'answers half', 'answers too late'] },
  { death: { phase: 'record', when: 'before' }, faults: ARRIVED },
  { death: { phase: 'record', when: 'after' }, faults: ARRIVED },
];

/** For the stand-in of a PAC, by its own way with a repeat: `rows` unless nothing makes one safe there. */
export function rowsFor(pac: ShopPac, rows: readonly MatrixRow[]): readonly MatrixRow[] {
  return pac === 'facturama' ? ONLY_LOOKED_FOR : rows;
}

/** How a death reads in a title. */
export function nameOf(death: Death): string {
  if (death.phase === 'PAC call') return 'during the PAC call';
  return `${death.when} ${death.call === 2 ? 'the second ' : ''}\`${death.phase}\``;
}

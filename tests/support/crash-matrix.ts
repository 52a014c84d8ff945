/** The crash matrix on one engine: where the server dies × what the PAC does wrong. Every cell is a sale of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ALL_FAULTS,
  type Death,
  dieAndAskAgain,
  type Engine,
  openScene,
  type PacFault,
  type Scene,
} from './crash-scene.ts';
import { convictLedger, readLedger } from './judge.ts';

export type MatrixRow = { readonly death: Death; readonly faults: readonly PacFault[] };

const both = ['before', 'after'] as const;
const FEW: readonly PacFault[] = ['does its work', 'loses its answer', 'is in maintenance'];
const DOUBTFUL = ALL_FAULTS.filter((fault) => fault !== 'does its work');
/** A second doubt follows only where the repeat fails too. */
const DOUBTED_TWICE: readonly PacFault[] = ['answers its 307 empty'];

/** Every death that a document can come to, with every fault that leads there. At most eight in the worker's hands at once. */
export const FULL_MATRIX: readonly MatrixRow[] = [
  ...(['claim', 'seal', 'intent'] as const).flatMap((phase) =>
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
  ...(['claim', 'seal'] as const).flatMap((phase) => both.map((when): MatrixRow => ({ death: { phase, when }, faults: FEW }))),
  { death: { phase: 'intent', when: 'before' }, faults: FEW },
  { death: { phase: 'intent', when: 'after' }, faults: ALL_FAULTS },
  { death: { phase: 'PAC call' }, faults: ALL_FAULTS },
  ...both.map((when): MatrixRow => ({ death: { phase: 'doubt', when }, faults: DOUBTFUL })),
  { death: { phase: 'intent', when: 'after', call: 2 }, faults: DOUBTFUL.slice(0, 8) },
  ...both.map((when): MatrixRow => ({ death: { phase: 'record', when }, faults: ALL_FAULTS.slice(0, 8) })),
];

/** The deaths in which the database and the PAC may differ, for an engine whose rules are the same. */
export const SHORTEST_MATRIX: readonly MatrixRow[] = [
  { death: { phase: 'claim', when: 'after' }, faults: FEW },
  { death: { phase: 'intent', when: 'after' }, faults: FEW },
  { death: { phase: 'PAC call' }, faults: ALL_FAULTS.filter((fault) => fault !== 'answers its 307 empty') },
  { death: { phase: 'doubt', when: 'before' }, faults: ['loses its answer', 'fails before stamping', 'answers half'] },
  { death: { phase: 'record', when: 'before' }, faults: FEW },
  { death: { phase: 'record', when: 'after' }, faults: FEW },
];

/** How a death reads in a title. */
export function nameOf(death: Death): string {
  if (death.phase === 'PAC call') return 'during the PAC call';
  return `${death.when} ${death.call === 2 ? 'the second ' : ''}\`${death.phase}\``;
}

/** Describes the rows of a matrix on an engine. */
export function describeCrashMatrix(engine: Engine, rows: readonly MatrixRow[]): void {
  describe(`a server on ${engine} that is killed`, () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await openScene(engine);
    });
    afterAll(() => scene?.close());

    describe.each(rows)('$death.when $death.phase', ({ death, faults }) => {
      let verdicts: ReadonlyMap<PacFault, readonly string[]>;
      beforeAll(async () => {
        verdicts = await dieAndAskAgain(scene, death, faults);
      });
      it.each(faults)(`${nameOf(death)} while the PAC %s: one CFDI, and the customer gets it`, (fault) => {
        expect(verdicts.get(fault)).toEqual([]);
      });
    });

    it('has stamped nothing else, and neither skipped nor repeated a folio', async () => {
      const stamps = await readLedger(scene.pac.url);
      const totals = scene.sold.map(({ total }) => total);
      expect(convictLedger(stamps, totals)).toEqual([]);
      expect(stamps).toHaveLength(totals.length);
      console.info(`${engine}: ${totals.length} cells, ${scene.kills()} kills, ${stamps.length} stamps`);
    });

    it('has raised no alarm', () => {
      expect(scene.alarms()).toEqual([]);
    });
  });
}

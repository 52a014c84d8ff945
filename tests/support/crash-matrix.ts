/** The crash matrix on one engine, as tests: where the server dies × what the PAC does wrong. Every cell is a sale of its own. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type MatrixRow, nameOf } from './crash-rows.ts';
import { dieAndAskAgain, type Engine, openScene, type PacFault, type Scene } from './crash-scene.ts';
import { convictLedger, readLedger } from './judge.ts';
import type { ShopPac } from './shop.ts';

/** Describes the rows of a matrix on an engine. */
export function describeCrashMatrix(engine: Engine, rows: readonly MatrixRow[], pac?: ShopPac): void {
  // Real processes on a machine that may be busy: each is waited for, none is slept for.
  vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });
  describe(`a server on ${engine} with ${pac ?? 'the sandbox'} that is killed`, () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await openScene(engine, undefined, pac);
    });
    afterAll(() => scene?.close());

    describe.each(rows.map((row) => ({ ...row, name: nameOf(row.death) })))('$name', ({ death, faults, name }) => {
      let verdicts: ReadonlyMap<PacFault, readonly string[]>;
      beforeAll(async () => {
        verdicts = await dieAndAskAgain(scene, death, faults);
      });
      it.each(faults)(`dies ${name} while the PAC %s: one CFDI, and the customer gets it`, (fault) => {
        expect(verdicts.get(fault)).toEqual([]);
      });
    });

    it('has stamped nothing else, and neither skipped nor repeated a folio', async () => {
      const stamps = await readLedger(scene.pac.url);
      const totals = scene.sold.map(({ total }) => total);
      expect(convictLedger(stamps, totals)).toEqual([]);
      expect(stamps).toHaveLength(totals.length);
      console.info(
        `${engine}, ${pac ?? 'sandbox'}: ${totals.length} cells, ${scene.kills()} kills, ${stamps.length} stamps`,
      );
    });

    it('has raised no alarm', () => {
      expect(scene.alarms()).toEqual([]);
    });
  });
}

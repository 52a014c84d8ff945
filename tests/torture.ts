/**
 * The campaign behind "exactly once", longer than a test run has time for:
 *
 *   torture [--sales 200] [--seed N] [--engine sqlite|postgres]   a storm of random kills on each engine
 *   torture --cells                                              the full crash matrix instead
 *   torture --pacs [--engine sqlite|postgres]                    the short crash matrix on every PAC's stand-in instead
 *   torture --database                                           PostgreSQL cut off, crashed and frozen under load, ten times each
 *   torture --full                                               all of them, the storm with 2,000 sales
 *
 * Judged by the sandbox PAC's ledger alone. Exit code 0 only when every sale has exactly one CFDI, and its customer that one.
 */
import { parseArgs } from 'node:util';
import { FULL_MATRIX, type MatrixRow, nameOf, rowsFor, SHORT_MATRIX } from './support/crash-rows.ts';
import { dieAndAskAgain, type Engine, openScene } from './support/crash-scene.ts';
import { databaseStorm } from './support/database-storm.ts';
import { convictLedger, readLedger } from './support/judge.ts';
import { SHOP_PACS, type ShopPac } from './support/shop.ts';
import { storm } from './support/storm.ts';

const ENGINES: Readonly<Record<string, Engine>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };
const SALES = 200;
const SALES_FULL = 2_000;
const DATABASE_ROUNDS = 10;

const { values } = parseArgs({
  options: {
    cells: { type: 'boolean', default: false },
    database: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    pacs: { type: 'boolean', default: false },
    sales: { type: 'string' },
    seed: { type: 'string' },
    engine: { type: 'string' },
  },
});

/** Answers everything that is wrong. */
async function runMatrix(
  engine: Engine,
  rows: readonly MatrixRow[] = FULL_MATRIX,
  pac?: ShopPac,
): Promise<readonly string[]> {
  const started = performance.now();
  const scene = await openScene(engine, undefined, pac);
  const wrong: string[] = [];
  try {
    for (const { death, faults } of rows) {
      const verdicts = await dieAndAskAgain(scene, death, faults);
      const convicted = [...verdicts].flatMap(([fault, told]) =>
        told.map((what) => `${nameOf(death)}, the PAC ${fault}: ${what}`),
      );
      console.log(`  ${nameOf(death).padEnd(28)} ${faults.length} cells, ${convicted.length} wrong`);
      wrong.push(...convicted);
    }
    const stamps = await readLedger(scene.pac.url);
    wrong.push(
      ...convictLedger(
        stamps,
        scene.sold.map(({ total }) => total),
      ),
      ...scene.alarms(),
    );
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(
      `${engine}, ${pac ?? 'sandbox'}: ${scene.sold.length} cells, ${scene.kills()} kills, ${stamps.length} stamps, ${seconds} s`,
    );
  } finally {
    await scene.close();
  }
  return wrong;
}

async function runStorm(engine: Engine, sales: number, seed: number): Promise<readonly string[]> {
  const { convictions, alarms, ...report } = await storm({ engine, sales, seed });
  const counts = Object.entries(report).map(([name, count]) => `${count} ${name}`);
  console.log(`${engine}: storm with seed ${seed}: ${counts.join(', ')}`);
  return [...convictions, ...alarms];
}

async function runDatabaseStorm(servers: 1 | 2): Promise<readonly string[]> {
  const { convictions, failures, ...report } = await databaseStorm({ servers, rounds: DATABASE_ROUNDS });
  const counts = Object.entries(report).map(([name, count]) => `${count} ${name}`);
  console.log(`PostgreSQL goes away, ${servers} server${servers > 1 ? 's' : ''}: ${counts.join(', ')}`);
  const ended = report.ended > 0 ? [`${report.ended} servers ended by themselves`] : [];
  return [...convictions, ...failures, ...ended];
}

const engines = Object.entries(ENGINES).flatMap(([name, engine]) =>
  values.engine === undefined || values.engine === name ? [engine] : [],
);
const sales = Number(values.sales ?? (values.full ? SALES_FULL : SALES));
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const wrong: string[] = [];
for (const engine of engines) {
  if (values.pacs || values.full)
    for (const pac of SHOP_PACS) wrong.push(...(await runMatrix(engine, rowsFor(pac, SHORT_MATRIX), pac)));
  if (values.cells || values.full) wrong.push(...(await runMatrix(engine)));
  if (values.full || !(values.cells || values.pacs || values.database))
    wrong.push(...(await runStorm(engine, sales, seed)));
}
if (values.database || values.full) {
  for (const servers of [1, 2] as const) wrong.push(...(await runDatabaseStorm(servers)));
}
for (const what of wrong) console.error(what);
console.log(wrong.length === 0 ? 'Every sale has exactly one CFDI.' : `${wrong.length} wrong`);
process.exitCode = wrong.length === 0 ? 0 : 1;

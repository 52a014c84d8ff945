/**
 * The campaigns behind "exactly once", with more sales and kills than a test run has time for; the table at the end has a line for each:
 *
 *   torture [--engine sqlite|postgres] [--seed N]   everything but the matrices, in about half an hour
 *   torture --sales 500                             more sales in each storm of kills (200) than that
 *   torture --only 'clock|SIGTERM'                  the campaigns whose name matches
 *   torture --database                              only PostgreSQL cut off, crashed and frozen under load, ten times each
 *   torture --cells                                 the full crash matrix instead
 *   torture --pacs                                  the short crash matrix on every PAC's stand-in instead
 *   torture --full                                  all of them, the storms with 2,000 sales
 *
 * Judged by the sandbox PAC's ledger alone. Exit code 0 only when every sale has exactly one CFDI, its customer that one, and no server
 * ended by itself.
 */
import { parseArgs } from 'node:util';
import type { CampaignRow } from './support/campaign.ts';
import { databaseAway, disturbances, isClean, killStorm, runOne } from './support/campaigns.ts';
import { FULL_MATRIX, type MatrixRow, nameOf, rowsFor, SHORT_MATRIX } from './support/crash-rows.ts';
import { dieAndAskAgain, type Engine, openScene } from './support/crash-scene.ts';
import { convictLedger, readLedger } from './support/judge.ts';
import { restoreCampaign } from './support/restored.ts';
import { SHOP_PACS, type ShopPac } from './support/shop.ts';
import { printTable } from './support/torture-table.ts';

const ENGINES: Readonly<Record<string, Engine>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };
const SALES = 200;
const SALES_FULL = 2_000;
const DATABASE_ROUNDS = 10;
/** As in the outage that once took 52 s to settle. */
const OUTAGE_MS = 75_000;
const WAITING = 25;

const { values } = parseArgs({
  options: {
    cells: { type: 'boolean', default: false },
    database: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    pacs: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    sales: { type: 'string' },
    seed: { type: 'string' },
    engine: { type: 'string' },
  },
});

/** One row of the table for a whole crash matrix. */
async function runMatrix(engine: Engine, rows: readonly MatrixRow[], pac?: ShopPac): Promise<CampaignRow> {
  const scene = await openScene(engine, undefined, pac);
  const findings: string[] = [];
  try {
    for (const { death, faults } of rows) {
      const verdicts = await dieAndAskAgain(scene, death, faults);
      const convicted = [...verdicts].flatMap(([fault, what]) =>
        what.map((finding) => `${nameOf(death)}, the PAC ${fault}: ${finding}`),
      );
      console.log(`  ${nameOf(death).padEnd(28)} ${faults.length} cells, ${convicted.length} wrong`);
      findings.push(...convicted);
    }
    const totals = scene.sold.map(({ total }) => total);
    findings.push(...convictLedger(await readLedger(scene.pac.url), totals), ...scene.alarms());
    const campaign = `crash matrix, ${pac ?? 'sandbox'}`;
    const counts = { lost: 0, doubled: 0, wrong: findings.length, stuck: 0, exits: 0 };
    return { campaign, engine, servers: 1, sales: totals.length, kills: scene.kills(), ...counts, findings };
  } finally {
    await scene.close();
  }
}

type Planned = { readonly name: string; run(): Promise<CampaignRow> };

const sales = Number(values.sales ?? (values.full ? SALES_FULL : SALES));
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const engines = Object.entries(ENGINES).flatMap(([name, engine]) =>
  values.engine === undefined || values.engine === name ? [engine] : [],
);

function matrices(engine: Engine): readonly Planned[] {
  const planned: Planned[] = [];
  if (values.pacs || values.full)
    for (const pac of SHOP_PACS)
      planned.push({ name: `${engine}: ${pac}`, run: () => runMatrix(engine, rowsFor(pac, SHORT_MATRIX), pac) });
  if (values.cells || values.full)
    planned.push({ name: `${engine}: crash matrix`, run: () => runMatrix(engine, FULL_MATRIX) });
  return planned;
}

function campaigns(engine: Engine): readonly Planned[] {
  const storm = { name: `${engine}: kills`, run: () => killStorm(engine, sales, seed) };
  const sizes = engine === 'SQLite' ? ([1] as const) : ([1, 2] as const);
  const ours = disturbances(OUTAGE_MS).filter((campaign) => (campaign.engine ?? engine) === engine);
  const disturbed = ours.flatMap((campaign) =>
    sizes.map((servers) => ({
      name: `${engine}, ${servers}: ${campaign.name}`,
      run: () => runOne(campaign, { engine, servers, sales: WAITING }),
    })),
  );
  const restored = { name: `${engine}: restored`, run: () => restoreCampaign({ engine, sales: WAITING }) };
  return [storm, restored, ...disturbed];
}

function databases(): readonly Planned[] {
  const run = (servers: 1 | 2) => () => databaseAway(servers, DATABASE_ROUNDS);
  return ([1, 2] as const).map((servers) => ({ name: `PostgreSQL, ${servers}: database away`, run: run(servers) }));
}

const isMatrixOnly = (values.cells || values.pacs) && !values.full;
const planned = [
  ...engines.flatMap(matrices),
  ...(isMatrixOnly || values.database ? [] : engines.flatMap(campaigns)),
  ...(isMatrixOnly || !engines.includes('PostgreSQL') ? [] : databases()),
].filter(({ name }) => new RegExp(values.only).test(name));

const started = performance.now();
const seconds = (from: number) => `${Math.round((performance.now() - from) / 1000)} s`;
const rows: CampaignRow[] = [];
for (const [index, { name, run }] of planned.entries()) {
  const from = performance.now();
  console.log(`${index + 1}/${planned.length} ${name} …`);
  const row = await run();
  rows.push(row);
  console.log(`    ${isClean(row) ? 'clean' : 'NOT CLEAN'}, ${seconds(from)}`);
  for (const what of row.findings) console.error(`    ${what}`);
}
printTable(rows);
const isAllClean = rows.every(isClean);
console.log(
  `${isAllClean ? 'Every sale has exactly one CFDI.' : 'Something is wrong.'} ${seconds(started)}, seed ${seed}`,
);
process.exitCode = isAllClean ? 0 : 1;

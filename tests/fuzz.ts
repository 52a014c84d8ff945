/**
 * Generated requests against every route, from the application's own OpenAPI document:
 *
 *   fuzz [--requests 100000] [--seed N] [--engine sqlite|postgres] [--lanes 8] [--findings 20]
 *
 * Each lane has an API, a database and a PAC of its own, and sends one request after the other: what one lane waits for, the others
 * use. Prints how far it is, each kind of fault once, with its seed and the shortest sequence that shows it, and a table of what each
 * route answered. The first interrupt ends it after the batches under way. Exit code 0 only when there was no fault.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startApi, type TestApi } from './support/api.ts';
import type { ApiDocument } from './support/fuzz/api-document.ts';
import { type Campaign, createCampaign, type Report } from './support/fuzz/campaign.ts';
import { mergeReports, printReport, showProgress } from './support/fuzz/report.ts';
import { newMemoryFolder } from './support/memory-folder.ts';
import { type PostgresServer, startPostgres } from './support/postgres.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string' },
    engine: { type: 'string' },
    lanes: { type: 'string', default: '8' },
    findings: { type: 'string', default: '20' },
  },
});

/** Between the seeds of two lanes: more than a lane has batches. */
const SEEDS_A_LANE = 1_000_000;
const ROOM_BYTES = 4 * 2 ** 30;

const engines = ['sqlite', 'postgres'].filter((engine) => values.engine === undefined || values.engine === engine);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const lanes = Number(values.lanes);
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
const folder = newMemoryFolder('autofactura-fuzz-', ROOM_BYTES);
process.env.TMPDIR = folder;
let faults = 0;
try {
  for (const engine of engines) {
    const report = await attack(engine);
    faults += report.findings.length;
    printReport(engine, report);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = faults === 0 ? 0 : 1;

async function attack(engine: string): Promise<Report> {
  console.log(`${engine}: seed ${seed}, ${lanes} lanes`);
  const postgres = engine === 'postgres' ? await startPostgres() : undefined;
  const requests = Number(values.requests);
  const opened: Lane[] = [];
  try {
    // One after the other: on a busy machine eight at once would not start in time.
    for (let lane = 0; lane < lanes; lane += 1) opened.push(await openLane(postgres, opened[0]?.campaign.document));
    const progress = showProgress(engine, requests);
    const report = (finding: string) => console.log(finding);
    const most = Number(values.findings);
    const running = opened.map(({ campaign }, lane) =>
      campaign.run({
        requests: Math.ceil(requests / lanes),
        seed: seed + lane * SEEDS_A_LANE,
        ...{ most, report, progress: progress.ofLane(), signal: stop.signal },
      }),
    );
    // A lane that broke off ends the campaign once the others are done: they would lose their databases.
    await Promise.allSettled(running).finally(progress.end);
    return mergeReports(await Promise.all(running));
  } finally {
    for (const { api } of opened) await api.stop();
    await postgres?.stop();
  }
}

type Lane = { readonly api: TestApi; readonly campaign: Campaign };

async function openLane(postgres: PostgresServer | undefined, document: ApiDocument | undefined): Promise<Lane> {
  const api = await startApi({
    // Nobody listens where the providers would be: nothing leaves this machine.
    providersUrl: 'http://127.0.0.1:9',
    sealed: ['mer_jacaranda', 'mer_milpa'],
    ...(postgres && { databaseUrl: await postgres.createDatabase() }),
  });
  return { api, campaign: await createCampaign(api, api.request, document) };
}

/**
 * Generated requests against every route, from the application's own OpenAPI document:
 *
 *   fuzz [--requests 100000] [--seed N] [--engine sqlite|postgres] [--findings 20]
 *
 * Prints each kind of fault once, with its seed and the shortest sequence that shows it. Exit code 0 only when there was none.
 */
import { parseArgs } from 'node:util';
import { startApi } from './support/api.ts';
import { createCampaign, type Report } from './support/fuzz/campaign.ts';
import { startPostgres } from './support/postgres.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string' },
    engine: { type: 'string' },
    findings: { type: 'string', default: '20' },
  },
});

const engines = ['sqlite', 'postgres'].filter((engine) => values.engine === undefined || values.engine === engine);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
let faults = 0;
for (const engine of engines) {
  const report = await attack(engine);
  faults += report.findings.length;
  printReport(engine, report);
}
process.exitCode = faults === 0 ? 0 : 1;

async function attack(engine: string): Promise<Report> {
  const postgres = engine === 'postgres' ? await startPostgres() : undefined;
  // Nobody listens where the providers would be: nothing leaves this machine.
  const providersUrl = 'http://127.0.0.1:9';
  const sealed = ['mer_jacaranda', 'mer_milpa'];
  const api = await startApi({
    providersUrl,
    sealed,
    ...(postgres && { databaseUrl: await postgres.createDatabase() }),
  });
  try {
    console.log(`${engine}: seed ${seed}`);
    const campaign = await createCampaign(api);
    return await campaign.run({
      requests: Number(values.requests),
      seed,
      most: Number(values.findings),
      report: (line) => console.log(line),
    });
  } finally {
    await api.stop();
    await postgres?.stop();
  }
}

function printReport(engine: string, { sent, findings, statuses, slowest }: Report): void {
  for (const [route, counts] of [...statuses].sort()) {
    const list = [...counts].sort(([a], [b]) => a - b).map(([status, count]) => `${status}×${count}`);
    console.log(`  ${route.padEnd(52)} ${Math.round(slowest.get(route) ?? 0)} ms at most  ${list.join(' ')}`);
  }
  console.log(`${engine}: ${sent} requests with seed ${seed}, ${findings.length} kinds of fault`);
}

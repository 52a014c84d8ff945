/** From nothing to the first answer, beside `node -e 0`: the built server, as it runs in production. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ratio } from './documents.ts';
import { type Figure, median } from './measure.ts';

const FIRST_ANSWER = `
  const { startServer } = await import(process.argv[1]);
  const { readConfig } = await import(process.argv[2]);
  const server = await startServer(readConfig({ PORT: '0', AUTOFACTURA_DATA: process.argv[3] }), { log: () => undefined });
  await (await fetch(server.url + '/health')).text();
  process.stdout.write(String(process.memoryUsage().rss));
  process.exit(0);`;

export function startFigures(rounds: number): readonly Figure[] {
  if (!existsSync('dist/server/main/main.js')) execFileSync('npm', ['run', '-s', 'build'], { stdio: 'ignore' });
  const dataDir = mkdtempSync(join(tmpdir(), 'autofactura-start-'));
  const server = [
    '--input-type=module',
    '-e',
    FIRST_ANSWER,
    join(process.cwd(), 'dist/server/main/main.js'),
    join(process.cwd(), 'dist/server/main/config.js'),
    dataDir,
  ];
  run(server);
  const times: number[] = [];
  const nothing: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < rounds; round++) {
    nothing.push(timed(() => run(['-e', '0'])));
    times.push(timed(() => memory.push(Number(run(server)))));
  }
  const base = Number(run(['-e', 'process.stdout.write(String(process.memoryUsage().rss))']));
  rmSync(dataDir, { recursive: true, force: true });
  return [
    ratio('cold start to first answer', median(times), median(nothing), 'node -e 0', -3.3, 'ms'),
    ratio('memory at first answer', median(memory) / 2 ** 20, base / 2 ** 20, 'node -e 0', -2, 'MiB'),
  ];
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function run(args: readonly string[]): string {
  const { stdout, status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

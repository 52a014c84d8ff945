/** What a search takes while others ask for much: 200 customers at once, a file of one endless line, 5,000 sales in one call. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './measure.ts';
import { benchSale, type Demo, post, RECEPTOR, startDemo } from './server.ts';

const CUSTOMERS = 200;
/** One after the other: enough searches meet one for a p99. */
const ONE_LINERS = 8;
/** As a customer searches; the gap leaves the loop to the load. */
const GAP_MS = 10;
/** A load lasts for some hundred searches, of which one or two would be the p99 of a single round. */
const ROUNDS = 4;

/**
 * p99 of the search under each load beside its idle p99, in turns in the same process and run, and the memory that the server came to.
 */
export async function loadFigures(): Promise<readonly Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'autofactura-bench-'));
  const demo = await startDemo(dataDir);
  try {
    const portal = `${demo.url}/v1/portals/${demo.portal}`;
    const search = async () =>
      void (await (await post(`${portal}/sales/search`, { folio: 'CJ-1042', total: '527.00' })).text());
    const customers: string[] = [];
    for (let round = 0; round < ROUNDS; round++) customers.push(await customersOf(demo, portal, dataDir, round));
    // The first of everything loads its modules and starts its threads.
    await bulk(demo, 'text/csv', `folio,total\n${'x,1\n'.repeat(10_000)}`);
    const oneLine = join(dataDir, 'one-line.csv');
    writeFileSync(oneLine, 'a,'.repeat(7 * 1024 * 1024));
    const loads: Readonly<Record<string, (round: number) => Promise<unknown>>> = {
      idle: () => until(1_500),
      '200 customers at once': (round) => issueAll(portal, customers[round] ?? ''),
      'CSVs of 14 MB in one line': () => sendFile(demo, oneLine, ONE_LINERS),
      '5,000 sales in one call': (round) => bulk(demo, 'application/x-ndjson', manySales(`BULK ${round}`)),
    };
    const times = Object.fromEntries(Object.keys(loads).map((name) => [name, [] as number[]]));
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, load] of Object.entries(loads)) times[name]?.push(...(await timesOf(search, load(round))));
    const { idle = [], ...loaded } = times;
    const figures: Figure[] = [{ name: 'search p99, idle', unit: 'ms', value: p99(idle) }];
    for (const [name, all] of Object.entries(loaded)) {
      const value = p99(all);
      const ratio = value / p99(idle);
      figures.push({ name: `search p99, ${name}`, unit: 'ms', value, ratio, of: 'idle', goal: '≤ 2', met: ratio <= 2 });
    }
    return [...figures, { name: 'memory of the server at the end', unit: 'MB', value: residentMb(demo.pid) }];
  } finally {
    await demo.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Asks one after the other for as long as the load lasts. */
export async function timesOf(ask: () => Promise<void>, load: Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  let isOver = false;
  const over = load.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const started = performance.now();
    await ask();
    times.push(performance.now() - started);
    await until(GAP_MS);
  }
  await over;
  return times;
}

export function p99(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN;
}

/** A file with what the customers of a round send, each for a purchase that they found. */
async function customersOf(demo: Demo, portal: string, dataDir: string, round: number): Promise<string> {
  const kind = `LOAD ${round}`;
  const sales = Array.from({ length: CUSTOMERS }, (_, index) =>
    JSON.stringify(benchSale(folioOf(kind, index), totalOf(index))),
  );
  await bulk(demo, 'application/x-ndjson', sales.join('\n'));
  const bodies: string[] = [];
  for (let index = 0; index < CUSTOMERS; index++) {
    const answer = await post(`${portal}/sales/search`, { folio: folioOf(kind, index), total: totalOf(index) });
    const { sales: found } = (await answer.json()) as { sales: { token: string }[] };
    bodies.push(invoiceBody(found[0]?.token ?? ''));
  }
  const file = join(dataDir, `customers-${round}.json`);
  writeFileSync(file, JSON.stringify(bodies));
  return file;
}

function invoiceBody(token: string): string {
  return JSON.stringify({ sales: [token], receptor: RECEPTOR, email: null });
}

export async function bulk({ url, key }: Demo, type: string, body: string | Buffer<ArrayBuffer>): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': type };
  await (await fetch(`${url}/v1/sales/bulk`, { method: 'POST', headers, body })).text();
}

/**
 * What a load sends comes from a process of its own: it would hold up the searches that are measured in this one. It yields to the server,
 * since real customers do not use the server's processors.
 */
async function runApart(script: string, args: readonly string[]): Promise<void> {
  const load = spawn(process.execPath, ['-e', script, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (load.pid !== undefined) setPriority(load.pid, constants.priority.PRIORITY_LOW);
  const [code] = await once(load, 'exit');
  if (code !== 0) throw new Error(`the load ended with ${code}`);
}

const SEND_FILE = `
  const [url, key, file, times] = process.argv.slice(1);
  const headers = { authorization: 'Bearer ' + key, 'content-type': 'text/csv' };
  const body = require('node:fs').readFileSync(file);
  (async () => {
    for (let sent = 0; sent < Number(times); sent++) await (await fetch(url, { method: 'POST', headers, body })).text();
  })();`;

function sendFile({ url, key }: Demo, file: string, times: number): Promise<void> {
  return runApart(SEND_FILE, [`${url}/v1/sales/bulk`, key, file, String(times)]);
}

/** Who finds the line full is answered 503 and comes back: on a slow machine that is no failure. */
const ISSUE_ALL = `
  const [url, file] = process.argv.slice(1);
  const headers = { 'content-type': 'application/json' };
  const issue = async (body) => {
    const answer = await fetch(url, { method: 'POST', headers, body });
    const text = await answer.text();
    if (![201, 202, 503].includes(answer.status)) throw new Error('HTTP ' + answer.status + ': ' + text);
  };
  Promise.all(JSON.parse(require('node:fs').readFileSync(file, 'utf8')).map(issue));`;

/** All of these customers ask for their invoice at once. */
function issueAll(portal: string, file: string): Promise<void> {
  return runApart(ISSUE_ALL, [`${portal}/invoices`, file]);
}

function manySales(kind: string): string {
  return Array.from({ length: 5_000 }, (_, index) =>
    JSON.stringify(benchSale(folioOf(kind, index), totalOf(index))),
  ).join('\n');
}

/** No folios in a row and no single price: purchases that are easily guessed would be shown after a second proof only. */
export function folioOf(kind: string, index: number): string {
  return createHash('sha256').update(`${kind} ${index}`).digest('hex').slice(0, 10).toUpperCase();
}

export function totalOf(index: number): string {
  return ((6_000 + ((index * 7_919) % 190_000)) / 100).toFixed(2);
}

/** As Linux counts it. */
export function residentMb(pid: number): number {
  const [, kilobytes = 'NaN'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

export function until(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

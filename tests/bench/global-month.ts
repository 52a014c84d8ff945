/** A month of a busy shop made into facturas globales: minutes, the server's memory, and what a customer's search takes meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bulk, folioOf, p99, residentMb, timesOf, totalOf, until } from './load.ts';
import type { Figure } from './measure.ts';
import { benchSale, type Demo, post, startDemo } from './server.ts';

const SALES = Number(process.env.AUTOFACTURA_BENCH_SALES ?? 100_000);
const PER_CALL = 5_000;
const BRANCH = 'bodega';
/** As the panel looks. */
const LOOK_EVERY_MS = 2_000;

type Run = { readonly id: string; readonly status: string; readonly invoices: readonly { readonly status: string }[] };

/** Of last month, in a branch of its own that no schedule of the demo's touches. */
export async function globalFigures(): Promise<readonly Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'autofactura-bench-'));
  const demo = await startDemo(dataDir);
  try {
    const search = async () =>
      void (await (
        await post(`${demo.url}/v1/portals/${demo.portal}/sales/search`, { folio: 'CJ-1042', total: '527.00' })
      ).text());
    const month = lastMonth();
    await ask(demo, 'POST', '/branches', { code: BRANCH, name: 'Bodega', codigoPostal: '06700' });
    for (let first = 0; first < SALES; first += PER_CALL)
      await bulk(demo, 'application/x-ndjson', salesOf(month, first, Math.min(first + PER_CALL, SALES)));
    const idle = p99(await timesOf(search, until(2_000)));
    const before = residentMb(demo.pid);
    const memory = watch(demo.pid);
    const started = performance.now();
    const searched = await timesOf(search, issue(demo, month));
    const minutes = (performance.now() - started) / 60_000;
    const asked = performance.now();
    const reconciled = await timesOf(search, reconcile(demo, month));
    const seconds = (performance.now() - asked) / 1_000;
    const ratio = p99(searched) / idle;
    const name = (what: string): string => `global of ${SALES} sales, ${what}`;
    return [
      { name: name('until all are stamped'), unit: 'minutes', value: minutes, goal: '≤ 10', met: minutes <= 10 },
      { name: name('memory before'), unit: 'MB', value: before },
      { name: name('most memory'), unit: 'MB', value: memory.most(), goal: '≤ 1024', met: memory.most() <= 1024 },
      { name: name('search p99'), unit: 'ms', value: p99(searched), ratio, of: 'idle' },
      { name: name('slowest search'), unit: 'ms', value: Math.max(...searched) },
      { name: name('cuadre of the month'), unit: 's', value: seconds },
      {
        ...{ name: name('search p99 during the cuadre'), unit: 'ms', value: p99(reconciled) },
        ...{ ratio: p99(reconciled) / idle, of: 'idle' },
      },
    ];
  } finally {
    await demo.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Asks for it as the panel does, and looks every so often until each of its invoices is stamped. */
async function issue(demo: Demo, { from, to }: Month): Promise<void> {
  let run = await ask<Run>(demo, 'POST', '/global-invoices', { branch: BRANCH, periodicidad: '04', from, to });
  while (run.status === 'issuing') {
    await until(LOOK_EVERY_MS);
    run = await ask<Run>(demo, 'GET', `/global-invoices/${run.id}`);
  }
  const stamped = run.invoices.filter(({ status }) => status === 'stamped').length;
  if (run.status !== 'issued' || stamped !== run.invoices.length)
    throw new Error(`${run.status}, ${stamped} of ${run.invoices.length} stamped`);
}

/** Every day of the month comes out even. */
async function reconcile(demo: Demo, { from, to }: Month): Promise<void> {
  const path = `/cuadre?from=${from}&to=${to}&branch=${BRANCH}`;
  const { days } = await ask<{ days: readonly { readonly difference: string }[] }>(demo, 'GET', path);
  const odd = days.find(({ difference }) => difference !== '0.00');
  if (days.length === 0 || odd) throw new Error(`the cuadre: ${JSON.stringify(odd ?? days)}`);
}

function watch(pid: number): { most(): number } {
  let most = residentMb(pid);
  const timer = setInterval(() => {
    most = Math.max(most, residentMb(pid));
  }, 100);
  return {
    most() {
      clearInterval(timer);
      return most;
    },
  };
}

type Month = { readonly from: string; readonly to: string };

function lastMonth(): Month {
  const now = new Date();
  const dayOf = (month: number, day: number): string =>
    new Date(Date.UTC(now.getUTCFullYear(), month, day)).toISOString().slice(0, 10);
  return { from: dayOf(now.getUTCMonth() - 1, 1), to: dayOf(now.getUTCMonth(), 0) };
}

/** Spread over the month's days and hours of business. */
function salesOf({ from }: Month, first: number, end: number): string {
  const lines: string[] = [];
  for (let index = first; index < end; index++) {
    const day = String(1 + (index % 28)).padStart(2, '0');
    const date = `${from.slice(0, 8)}${day}T${String(8 + (index % 12)).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}:00-06:00`;
    lines.push(JSON.stringify({ ...benchSale(folioOf('MONTH', index), totalOf(index)), date, branch: BRANCH }));
  }
  return lines.join('\n');
}

async function ask<T>({ url, key }: Demo, method: string, path: string, body?: object): Promise<T> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

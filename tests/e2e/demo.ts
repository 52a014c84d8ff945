/** The whole demo as a process of its own, as `npm start` runs it: a free port, a data folder of its own. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveSignerTo } from '../support/kept-certificates.ts';
import { program, ROOT } from '../support/programs.ts';

export type Demo = {
  readonly url: string;
  readonly portal: string;
  readonly key: string;
  /** Who signs in to the panel. */
  readonly owner: { readonly email: string; readonly password: string };
  /** Where it keeps its files. */
  readonly dataDir: string;
  /** The address of its sandbox PAC. */
  readonly pac: string;
  stop(): Promise<void>;
};

/**
 * Resolves when it has said its address. The widget's bundle must be built. It starts again on a copy of a demo that was seeded once a
 * worker, since to seed one takes four times as long.
 */
export async function startDemo(): Promise<Demo> {
  seeded ??= seedFolder();
  const dataDir = newFolder();
  cpSync(await seeded, dataDir, { recursive: true });
  const { end, ...demo } = await runDemo(dataDir);
  return {
    ...demo,
    async stop() {
      await end();
      rmSync(dataDir, { recursive: true });
    },
  };
}

let seeded: Promise<string> | undefined;

const newFolder = () => mkdtempSync(join(tmpdir(), 'autofactura-demo-'));

/** The data folder of a demo that was started and stopped. */
async function seedFolder(): Promise<string> {
  const dataDir = newFolder();
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  await giveSignerTo(join(dataDir, 'pac'));
  const { end } = await runDemo(dataDir);
  await end();
  return dataDir;
}

async function runDemo(dataDir: string): Promise<Omit<Demo, 'stop'> & { end(): Promise<void> }> {
  const child = spawn(process.execPath, [await program('server/cli.ts'), 'demo'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', AUTOFACTURA_DATA: dataDir, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the demo ended (${code}) before it answered`)));
    child.stdout.on('data', (output: Buffer) => output.includes('http://') && resolve());
  });
  const access = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as Omit<Demo, 'stop' | 'dataDir'>;
  return {
    ...access,
    dataDir,
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A sale of the cast as its page tells it, `day` in Mexico City. */
export async function castSale(
  { url }: Demo,
  folio: string,
): Promise<{ readonly total: string; readonly day: string }> {
  const { sales } = (await (await fetch(`${url}/demo/cast.json`)).json()) as {
    sales: readonly { folio: string; total: string; date: string }[];
  };
  const sale = sales.find((one) => one.folio === folio);
  if (!sale) throw new Error(`no ${folio} in the cast`);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Mexico_City' }).format(new Date(sale.date));
  return { total: sale.total, day };
}

/** Tells the demo's sandbox PAC to have a fault. */
export async function setFault({ pac }: Demo, fault: object): Promise<void> {
  const answer = await fetch(new URL('/control', pac), { method: 'POST', body: JSON.stringify(fault) });
  if (!answer.ok) throw new Error(`the sandbox knows no ${JSON.stringify(fault)}`);
}

/** How many documents the sandbox PAC has stamped. */
export async function stampCount({ pac }: Demo): Promise<number> {
  const { stamps } = (await (await fetch(new URL('/ledger', pac))).json()) as { stamps: readonly unknown[] };
  return stamps.length;
}

/** What one server does a second: search and issue beside a bare route of the same process. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ratio } from './documents.ts';
import { type Figure, median, requestsPerSecond } from './measure.ts';

export const RECEPTOR = {
  rfc: 'URE180429TM6',
  nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
  codigoPostal: '65000',
  regimenFiscal: '601',
  usoCfdi: 'G03',
};

export async function serverFigures(rounds: number): Promise<readonly Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'autofactura-bench-'));
  const demo = await startDemo(dataDir);
  try {
    const portal = `${demo.url}/v1/portals/${demo.portal}`;
    const routes = {
      bare: () => fetch(`${demo.url}/health`),
      search: () => post(`${portal}/sales/search`, { folio: 'CJ-1042', total: '527.00' }),
    };
    const bare: number[] = [];
    const search: number[] = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(await requestsPerSecond(routes.bare, { connections: 16, seconds: 1 }));
      search.push(await requestsPerSecond(routes.search, { connections: 16, seconds: 1 }));
    }
    const issued = await issuedPerSecond(demo, portal, 40);
    return [
      { name: 'a bare route', unit: 'requests/s', value: median(bare) },
      ratio('search', median(search), median(bare), 'the bare route', 0.45, 'requests/s'),
      ratio('issue (PAC, durable ledger and all)', issued, median(bare), 'the bare route', undefined, 'invoices/s'),
    ];
  } finally {
    await demo.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

export type Demo = {
  readonly url: string;
  readonly portal: string;
  readonly key: string;
  readonly pid: number;
  stop(): Promise<void>;
};

/** The real demo in a process of its own, so that the client does not take the server's time. */
export async function startDemo(dataDir: string): Promise<Demo> {
  const env = { ...process.env, AUTOFACTURA_DATA: dataDir, PORT: '0', LOG_LEVEL: 'silent' };
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/cli.ts', 'demo'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const file = join(dataDir, 'demo.json');
  for (let tries = 0; !existsSync(file); tries++) {
    if (tries > 600 || child.exitCode !== null) throw new Error('the demo did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const exited = new Promise((resolve) => child.once('exit', resolve));
  return {
    ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<Demo, 'stop' | 'pid'>),
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function issuedPerSecond(
  { url, key }: { readonly url: string; readonly key: string },
  portal: string,
  count: number,
): Promise<number> {
  const tokens: string[] = [];
  for (let index = 0; index < count; index++) {
    const folio = `BENCH-${index}`;
    await push(url, key, folio);
    const found = (await (await post(`${portal}/sales/search`, { folio, total: '116.00' })).json()) as {
      sales: { token: string }[];
    };
    tokens.push(found.sales[0]?.token ?? '');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const started = performance.now();
  const client = async (): Promise<void> => {
    for (let token = tokens.pop(); token !== undefined; token = tokens.pop()) {
      const response = await post(`${portal}/invoices`, { sales: [token], receptor: RECEPTOR, email: null });
      if (response.status !== 201) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  return (count * 1000) / (performance.now() - started);
}

/** A set lunch paid in cash, of 116.00 where no total is given. */
export function benchSale(folio: string, total = '116.00'): object {
  return {
    folio,
    date: new Date().toISOString(),
    total,
    formaPago: '01',
    conceptos: [
      {
        claveProdServ: '90101501',
        descripcion: 'Comida corrida',
        claveUnidad: 'E48',
        cantidad: '1',
        valorUnitario: total,
        impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
      },
    ],
  };
}

async function push(url: string, key: string, folio: string): Promise<void> {
  const response = await fetch(`${url}/v1/sales`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(benchSale(folio)),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
}

export function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

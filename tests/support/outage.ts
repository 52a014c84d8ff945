/** The PAC goes away while customers ask, and comes back: what waited is settled soon after its first good answer, by nobody's asking. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnSandboxPac } from '../../server/pac/sandbox/spawn.ts';
import type { Engine } from './crash-scene.ts';
import { askOnce, UNIVERSIDAD } from './customer.ts';
import { convictLedger, type LedgerStamp, readLedger } from './judge.ts';
import { type Absence, openPacGate, type PacGate } from './pac-gate.ts';
import { startPostgres } from './postgres.ts';
import { type Served, startServed } from './served.ts';
import { JACARANDA, openShop, type Shop, type Ticket } from './shop.ts';

export type OutageOptions = {
  readonly engine: Engine;
  readonly servers: 1 | 2;
  readonly sales: number;
  /** From the PAC's leaving to its return. */
  readonly outageMs: number;
  readonly absence: Absence;
  /** The servers are killed during the outage and start once the PAC is back; times count from their start then. */
  readonly restarts?: boolean;
};

export type OutageReport = {
  readonly sales: number;
  readonly stamps: number;
  /** Milliseconds from the PAC's first good answer, or the servers' start, until half, 99 % and all were stamped. */
  readonly settledMs: { readonly p50: number; readonly p99: number; readonly last: number };
  /** Calls to the PAC while it was away, and most at the same time after its return. */
  readonly callsAway: number;
  readonly peak: number;
  /** Servers that ended by themselves. */
  readonly ended: number;
  readonly convictions: readonly string[];
};

/** Generous, for a busy machine: beyond it an invoice counts as stuck. */
const STUCK_MS = 120_000;
const LOOK_MS = 25;

/** Ends when everything is stamped, or stuck. */
export async function outage(options: OutageOptions): Promise<OutageReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'autofactura-outage-'));
  const postgres = options.engine === 'PostgreSQL' ? await startPostgres() : undefined;
  const databaseUrl = await postgres?.createDatabase();
  const pac = await spawnSandboxPac({ ledgerFile: join(dataDir, 'pac.db'), certificateDir: dataDir });
  const gate = await openPacGate(pac.url);
  const database = { ...(databaseUrl !== undefined && { databaseUrl }) };
  const shop = await openShop(dataDir, { sqlitePath: join(dataDir, 'autofactura.db'), ...database });
  const env = {
    AUTOFACTURA_DATA: dataDir,
    AUTOFACTURA_SANDBOX_PAC_URL: gate.url,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  };
  const fleet: Served[] = [];
  const start = async () => {
    for (let count = 0; count < options.servers; count += 1) fleet.push(await startServed(env));
  };
  try {
    await start();
    const { tickets, from, callsAway, killed } = await goAway(options, { gate, shop, fleet, start });
    const stampedAt = await allStamped(shop, tickets);
    const stamps = await readLedger(pac.url);
    const origin = from ?? gate.firstGoodAt() ?? Number.NaN;
    return {
      sales: tickets.length,
      stamps: stamps.length,
      settledMs: spread(stampedAt.map((at) => at - origin)),
      callsAway,
      peak: gate.peak(),
      ended: fleet.filter((server) => server.hasEnded()).length - killed,
      convictions: convict(stamps, tickets, stampedAt.length),
    };
  } finally {
    await Promise.all(fleet.map((server) => server.end('SIGKILL')));
    await shop.close();
    await gate.close();
    await Promise.all([pac.stop(), postgres?.stop()]);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

type Stage = {
  readonly gate: PacGate;
  readonly shop: Shop;
  readonly fleet: readonly Served[];
  readonly start: () => Promise<void>;
};

/** Everybody asks once while the PAC is away. */
async function goAway(options: OutageOptions, { gate, shop, fleet, start }: Stage) {
  const tickets = await shop.sell(Array.from({ length: options.sales }, () => undefined));
  const before = gate.calls();
  await gate.leave(options.absence);
  const back = sleep(options.outageMs);
  const asking = Promise.all(
    tickets.map((ticket, index) => askOnce(fleet[index % fleet.length]?.url ?? '', ticket, UNIVERSIDAD)),
  );
  await back;
  const killed = options.restarts ? fleet.length : 0;
  if (options.restarts) await Promise.all(fleet.map((server) => server.end('SIGKILL')));
  const callsAway = gate.calls() - before;
  await gate.comeBack();
  if (!options.restarts) return { tickets, from: undefined, callsAway, killed };
  await asking;
  await start();
  return { tickets, from: Date.now(), callsAway, killed };
}

/** When each was stamped, in epoch milliseconds; those that are stuck are missing. */
async function allStamped(shop: Shop, tickets: readonly Ticket[]): Promise<readonly number[]> {
  const found = new Map<string, number>();
  for (const until = performance.now() + STUCK_MS; found.size < tickets.length && performance.now() < until; ) {
    for (const { saleId } of tickets) {
      if (found.has(saleId)) continue;
      const sale = await shop.store.sales.get(JACARANDA, saleId);
      const invoice = sale?.invoiceId === undefined ? undefined : await shop.store.invoices.get(sale.invoiceId);
      if (invoice?.stamped) found.set(saleId, invoice.stamped.at);
    }
    await sleep(LOOK_MS);
  }
  return [...found.values()];
}

function convict(stamps: readonly LedgerStamp[], tickets: readonly Ticket[], settled: number): readonly string[] {
  const count = (total: string) => stamps.filter((stamp) => stamp.total === total).length;
  return [
    ...tickets.flatMap(({ total }) => (count(total) === 1 ? [] : [`${count(total)} stamps for ${total}`])),
    ...convictLedger(
      stamps,
      tickets.map(({ total }) => total),
    ),
    ...(settled === tickets.length ? [] : [`stuck: ${tickets.length - settled} of ${tickets.length}`]),
  ];
}

function spread(times: readonly number[]): OutageReport['settledMs'] {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), last: at(1) };
}

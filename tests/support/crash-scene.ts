/** The scene of a crash matrix: one database, one PAC, a shop, and a server that is killed and started again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpawnedPac } from '../../server/pac/sandbox/spawn.ts';
import { spawnStandIns } from '../stand-ins/spawn.ts';
import { askOnce, askUntilSettled, downloadXml, invoiceOf, type Receptor, UNIVERSIDAD } from './customer.ts';
import type { CrashPoint, Phase } from './dying-store.ts';
import { convict, readLedger } from './judge.ts';
import { allDelayed, delayNext, setClock } from './pac-control.ts';
import { spawnPac } from './pac-process.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { createFleet, type ServerProcess } from './server-fleet.ts';
import { openShop, type Shop, type ShopPac, type Ticket } from './shop.ts';

export type Engine = 'SQLite' | 'PostgreSQL';

/** What the sandbox does wrong, once, with the document of a sale that carries the marker. */
export const PAC_FAULTS = {
  'does its work': undefined,
  'loses its answer': 'SIM-RESPUESTA-PERDIDA',
  'answers too late': 'SIM-RESPUESTA-TARDIA',
  'fails before stamping': 'SIM-ERROR-ANTES',
  'fails after stamping': 'SIM-ERROR-DESPUES',
  'answers a page of HTML': 'SIM-HTML',
  'answers half': 'SIM-MEDIA-RESPUESTA',
  'hangs up before stamping': 'SIM-CORTE',
  'answers its 307 empty': 'SIM-307-VACIO',
  'is in maintenance': 'SIM-MANTENIMIENTO',
} as const satisfies Record<string, string | undefined>;
export type PacFault = keyof typeof PAC_FAULTS;
export const ALL_FAULTS = Object.keys(PAC_FAULTS) as readonly PacFault[];

/** Where the server dies: at its n-th (first by default) call of a phase, or while its calls to the PAC are out. */
export type Death =
  | { readonly phase: Phase; readonly when: 'before' | 'after'; readonly call?: number }
  | { readonly phase: 'PAC call' };

/** Beyond the lease of 45 s: whoever holds it hangs, or lost its answer. */
export const LEASE_OVER_MS = 46_000;
const PAC_TIMEOUT_MS = 1_500;
const SETTLED_WITHIN_MS = 40_000;
/** The PAC’s clock is a minute ahead of every server’s, so that a Fecha is never in its future; five would be too far. */
const PAC_AHEAD_MS = 60_000;

export type Scene = {
  readonly engine: Engine;
  readonly pac: SpawnedPac;
  readonly shop: Shop;
  /** Empty on SQLite. */
  readonly databaseUrl: string;
  /** The server that answers now. */
  readonly server: () => ServerProcess;
  /** Every server that was started, the dead ones among them. */
  readonly servers: readonly ServerProcess[];
  /** Everything that was sold, and what any server raised alarm for. */
  readonly sold: Ticket[];
  readonly alarms: () => readonly string[];
  /** How many servers were killed so far. */
  readonly kills: () => number;
  /** One more server on the same data, beside the one that answers. */
  startAnother(pacTimeoutMs?: number): Promise<ServerProcess>;
  /** Starts anew, after the one before is dead. `laterMs` of sleep pass for server and PAC alike. */
  restart(pacTimeoutMs?: number, laterMs?: number): Promise<void>;
  close(): Promise<void>;
};

/** Sets the scene on new, empty data, with one server; the stand-in of `pacName` stamps, or else the sandbox. */
export async function openScene(engine: Engine, firstTimeoutMs = PAC_TIMEOUT_MS, pacName?: ShopPac): Promise<Scene> {
  const directory = mkdtempSync(join(tmpdir(), 'autofactura-crash-'));
  const postgres: PostgresServer | undefined = engine === 'PostgreSQL' ? await startPostgres() : undefined;
  const databaseUrl = await postgres?.createDatabase();
  const data = { dataDir: directory, ...(databaseUrl !== undefined && { databaseUrl }) };
  const location = { sqlitePath: join(directory, 'autofactura.db'), ...(databaseUrl !== undefined && { databaseUrl }) };
  const [{ pac, served }, shop] = await Promise.all([
    openPac(join(directory, 'pac'), pacName),
    openShop(directory, location, pacName),
  ]);
  await setClock(pac.url, PAC_AHEAD_MS);
  const fleet = await createFleet();
  const servers: ServerProcess[] = [];
  let aheadMs = 0;
  const startAnother = async (pacTimeoutMs = PAC_TIMEOUT_MS) => {
    const server = await fleet.start({ ...data, ...served, pacTimeoutMs, aheadMs });
    servers.push(server);
    return server;
  };
  let current = await startAnother(firstTimeoutMs);
  return {
    engine,
    pac,
    shop,
    databaseUrl: databaseUrl ?? '',
    sold: [],
    server: () => current,
    servers,
    alarms: () => servers.flatMap(({ alarms }) => alarms),
    kills: () => servers.length - 1,
    startAnother,
    async restart(pacTimeoutMs, laterMs = 0) {
      await current.kill();
      if (laterMs > 0) {
        aheadMs += laterMs;
        await setClock(pac.url, aheadMs + PAC_AHEAD_MS);
      }
      current = await startAnother(pacTimeoutMs);
    },
    async close() {
      await fleet.stop();
      await shop.close();
      await Promise.all([pac.stop(), postgres?.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The PAC that stamps, as its ledger and control are reached, and as servers are told of it. */
async function openPac(directory: string, pacName: ShopPac | undefined) {
  if (pacName === undefined) {
    const sandbox = await spawnPac({ ledgerFile: join(directory, 'ledger.db'), certificateDir: directory });
    return { pac: sandbox, served: { pacUrl: sandbox.url } };
  }
  const standIns = await spawnStandIns(directory);
  return { pac: { ...standIns, url: `${standIns.url}/${pacName}` }, served: { providersUrl: standIns.url } };
}

/** Sells, and remembers what was sold. */
export async function sell(scene: Scene, faults: readonly PacFault[]): Promise<readonly Ticket[]> {
  const tickets = await scene.shop.sell(faults.map((fault) => PAC_FAULTS[fault]));
  scene.sold.push(...tickets);
  return tickets;
}

/**
 * One death with a customer for each fault: they ask at the same time, the server dies when the last of them has reached its
 * point, it is started again, they ask again until they have their invoice. Answers what is wrong, per fault.
 */
export async function dieAndAskAgain(
  scene: Scene,
  death: Death,
  faults: readonly PacFault[],
): Promise<ReadonlyMap<PacFault, readonly string[]>> {
  const tickets = await sell(scene, faults);
  await die(scene, death, tickets, UNIVERSIDAD);
  await scene.restart();
  const verdicts = await Promise.all(tickets.map((ticket) => judged(scene, ticket)));
  return new Map(faults.map((fault, index) => [fault, verdicts[index] ?? []]));
}

/** Customers ask for these tickets, and the server dies of it. */
export async function die(scene: Scene, death: Death, tickets: readonly Ticket[], receptor: Receptor): Promise<void> {
  if (death.phase === 'PAC call') {
    // The PAC's own deadline is out of the way: the calls are still out when the server is killed.
    await scene.restart(30_000);
    await delayNext(scene.pac.url, tickets.length);
  } else {
    const { phase, when, call = 1 } = death;
    await scene.server().arm(tickets.map(({ saleId }): CrashPoint => ({ saleId, phase, when, call })));
  }
  const { url, died, kill } = scene.server();
  const asked = tickets.map((ticket) => askOnce(url, ticket, receptor));
  if (death.phase === 'PAC call') await allDelayed(scene.pac.url).then(kill);
  const signal = await died;
  if (signal !== 'SIGKILL') throw new Error(`the server ended by itself (${signal})`);
  await Promise.all(asked);
}

/** The customer asks until the invoice is there; the ledger says whether it is the only one. */
export async function judged(
  scene: Scene,
  ticket: Ticket,
  url: () => string = () => scene.server().url,
): Promise<readonly string[]> {
  try {
    const answer = await askUntilSettled(url, ticket, UNIVERSIDAD, SETTLED_WITHIN_MS);
    if (answer.status === 422) return [`refused: ${answer.text}`];
    const { uuid, serie, folio, ...invoice } = invoiceOf(answer);
    const xml = await downloadXml(url(), invoice);
    const testimony = { total: ticket.total, receptor: UNIVERSIDAD.rfc, uuid, serie, folio, xml };
    return convict(await readLedger(scene.pac.url), testimony);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

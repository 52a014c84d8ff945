/** One shop, one PAC behind a gate, one or two servers as an operator runs them (`autofactura serve`), on either engine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpawnedPac } from '../../server/pac/sandbox/spawn.ts';
import type { Engine } from './crash-scene.ts';
import { openPacGate, type PacGate } from './pac-gate.ts';
import { spawnPac } from './pac-process.ts';
import { startPostgres } from './postgres.ts';
import { type Ended, type Served, startServed } from './served.ts';
import { openShop, type Shop } from './shop.ts';

export type ServedScene = {
  readonly pac: SpawnedPac;
  readonly gate: PacGate;
  readonly shop: Shop;
  readonly dataDir: string;
  /** Those that run now. */
  readonly servers: readonly Served[];
  /** Of each in turn. While none runs, of nobody. */
  url(): string;
  /** Starts as many as the scene has. */
  start(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Ends all that run. */
  end(signal: NodeJS.Signals): Promise<readonly Ended[]>;
  /** How many were killed, and how many ended without being asked to. */
  counts(): { readonly kills: number; readonly exits: number };
  close(): Promise<void>;
};

/** Opens it on new, empty data; no server runs yet. */
export async function openServedScene(engine: Engine, count: 1 | 2): Promise<ServedScene> {
  const dataDir = mkdtempSync(join(tmpdir(), 'autofactura-campaign-'));
  const postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
  const databaseUrl = await postgres?.createDatabase();
  const database = databaseUrl === undefined ? {} : { databaseUrl };
  const pac = await spawnPac({ ledgerFile: join(dataDir, 'pac.db'), certificateDir: join(dataDir, 'pac') });
  const gate = await openPacGate(pac.url);
  const shop = await openShop(dataDir, { sqlitePath: join(dataDir, 'autofactura.db'), ...database });
  const servers: Served[] = [];
  let turn = 0;
  let kills = 0;
  let exits = 0;
  const end = async (signal: NodeJS.Signals) => {
    const running = servers.splice(0);
    exits += running.filter((server) => server.hasEnded()).length;
    if (signal === 'SIGKILL') kills += running.length;
    return Promise.all(running.map((server) => server.end(signal)));
  };
  return {
    pac,
    gate,
    shop,
    dataDir,
    servers,
    url: () => servers[turn++ % servers.length]?.url ?? 'http://127.0.0.1:9',
    async start(env = {}) {
      const base = { AUTOFACTURA_DATA: dataDir, AUTOFACTURA_SANDBOX_PAC_URL: gate.url };
      const place = databaseUrl === undefined ? base : { ...base, DATABASE_URL: databaseUrl };
      const started = Array.from({ length: count }, () => startServed({ ...place, ...env }));
      servers.push(...(await Promise.all(started)));
    },
    end,
    counts: () => ({ kills, exits: exits + servers.filter((server) => server.hasEnded()).length }),
    async close() {
      await end('SIGKILL');
      await shop.close();
      await gate.close();
      await Promise.all([pac.stop(), postgres?.stop()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

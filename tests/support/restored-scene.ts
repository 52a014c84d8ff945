/** A server as an operator runs it (`autofactura serve`), on either engine, whose database is backed up and put back while its data folder stays. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { hashApiKey, newApiKey } from '../../server/merchants/api-key.ts';
import { SCOPES } from '../../server/merchants/merchant.ts';
import type { SpawnedPac } from '../../server/pac/sandbox/spawn.ts';
import type { Engine } from './crash-scene.ts';
import { spawnPac } from './pac-process.ts';
import { startPostgres } from './postgres.ts';
import { type Served, startServed } from './served.ts';
import { JACARANDA, openShop } from './shop.ts';

export type RestoredScene = {
  readonly pac: SpawnedPac;
  readonly dataDir: string;
  /** One of Café Jacaranda's API keys, with every scope. */
  readonly key: string;
  /** Of the server that runs now. */
  url(): string;
  start(): Promise<void>;
  end(signal: NodeJS.Signals): Promise<void>;
  /** While no server runs: takes a backup of the database, or puts the last one in its place. */
  backUp(): Promise<void>;
  putBack(): Promise<void>;
  /** A look at the database; whoever opens it closes it. */
  look(): Promise<Store>;
  close(): Promise<void>;
};

type Backups = Pick<RestoredScene, 'backUp' | 'putBack'>;

/** Opens it on new data: the shop has its key, and no server runs. */
export async function openRestoredScene(engine: Engine): Promise<RestoredScene> {
  const dataDir = mkdtempSync(join(tmpdir(), 'autofactura-restored-'));
  const sqlitePath = join(dataDir, 'autofactura.db');
  const postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
  const databaseUrl = await postgres?.createDatabase();
  const location = { sqlitePath, ...(databaseUrl !== undefined && { databaseUrl }) };
  const pacDir = join(dataDir, 'pac');
  const pac = await spawnPac({ ledgerFile: join(dataDir, 'pac.db'), certificateDir: pacDir });
  const shop = await openShop(dataDir, location);
  const key = newApiKey('test');
  await shop.store.merchants.putApiKey({ id: 'key_till', ...JACARANDA, scopes: SCOPES }, hashApiKey(key));
  await shop.close();
  let served: Served | undefined;
  return {
    ...{ pac, dataDir, key },
    ...(postgres && databaseUrl !== undefined
      ? databaseBackups((statement) => postgres.run(besides(databaseUrl), statement), databaseUrl)
      : fileBackups(sqlitePath, join(dataDir, 'backup.db'))),
    url: () => served?.url ?? 'http://127.0.0.1:9',
    async start() {
      served = await startServed({
        ...{ AUTOFACTURA_DATA: dataDir, AUTOFACTURA_SANDBOX_PAC_URL: pac.url },
        ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      });
    },
    end: async (signal) => void (await served?.end(signal)),
    look: () => openStore(location),
    async close() {
      await served?.end('SIGKILL');
      await Promise.all([pac.stop(), postgres?.stop()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** An SQLite file that was closed has all of itself in one file; what a killed server left beside it belongs to no other. */
function fileBackups(path: string, backup: string): Backups {
  return {
    async backUp() {
      if (existsSync(`${path}-wal`)) throw new Error('somebody still has the database open');
      copyFileSync(path, backup);
    },
    async putBack() {
      for (const beside of ['-wal', '-shm']) rmSync(`${path}${beside}`, { force: true });
      copyFileSync(backup, path);
    },
  };
}

/** As `pg_dump` and `pg_restore` would, in a tenth of their time. */
function databaseBackups(run: (statement: string) => Promise<void>, url: string): Backups {
  const name = new URL(url).pathname.slice(1);
  return {
    async backUp() {
      await run(`create database backup template ${name}`);
    },
    async putBack() {
      await run(`drop database ${name} with (force)`);
      await run(`create database ${name} template backup`);
    },
  };
}

/** Another database of the same server. */
function besides(url: string): string {
  const other = new URL(url);
  other.pathname = '/postgres';
  return other.href;
}

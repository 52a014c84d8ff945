/** One SQLite file, opened to keep what it acknowledges. One connection per process; its transactions are synchronous. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { migrationCount } from '../migration-count.ts';

/** The one connection of a process to its file. */
export type Connection = { readonly raw: Sqlite.Database };

const BUSY_TIMEOUT_MS = 5_000;

const DURABLE = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: BUSY_TIMEOUT_MS } as const;

/** Opens the file, creating it and its folder, and configures it to keep what it acknowledges (which better-sqlite3's defaults do not). */
export function connect(path: string): Connection {
  keepPrivate(path);
  const raw = new Sqlite(path);
  for (const [name, value] of Object.entries(DURABLE)) raw.pragma(`${name} = ${value}`);
  return { raw };
}

// SQLite gives its WAL and shared memory the mode of the file itself.
function keepPrivate(path: string): void {
  if (path === ':memory:') return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600);
}

/** Brings the tables up to date. Two processes may do so at once: the second one finds it done. */
export function migrateTables({ raw }: Connection): void {
  const config = { migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)) };
  try {
    migrate(drizzle(raw), config);
  } catch {
    migrate(drizzle(raw), config);
  }
}

/** Whether every migration of this version was made here. */
export function isMigrated({ raw }: Connection): boolean {
  const made = raw.prepare('select count(*) from __drizzle_migrations').pluck().get();
  return Number(made) >= migrationCount('sqlite');
}

/** Throws, naming the setting, unless the connection keeps what it acknowledges. */
export function assertDurable({ raw }: Connection): void {
  for (const [name, wanted] of Object.entries(DURABLE)) {
    const actual = raw.pragma(name, { simple: true });
    if (actual !== wanted)
      throw new Error(`SQLite ${name} is ${actual}, not ${wanted}: acknowledged work could be lost`);
  }
}

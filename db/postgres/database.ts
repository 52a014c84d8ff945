/** A pool of connections to one PostgreSQL database, and transactions that are tried again when they lose a race. */
import { fileURLToPath } from 'node:url';
import { drizzle, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import pg from 'pg';

/** The drizzle face of the pool, or of a transaction on one of its connections. */
export type Database = PgDatabase<NodePgQueryResultHKT, Record<string, never>>;

/** `write` may run its work several times: it must change nothing but the database. */
export type Connection = {
  readonly pool: pg.Pool;
  readonly db: Database;
  write<T>(work: (tx: Database) => Promise<T>): Promise<T>;
};

const TRIES = 10;

/** Serialization failure, deadlock, and a unique index that another transaction filled first: each comes out right when tried again. */
const LOST_RACES: ReadonlySet<unknown> = new Set(['40001', '40P01', '23505']);

/** A row, schema, table or other object that another replica created in between. */
const MIGRATED_MEANWHILE: ReadonlySet<unknown> = new Set(['23505', '42P06', '42P07', '42710']);

function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error ? error.code : codeOf(error.cause);
}

async function trying<T>(work: () => Promise<T>, isWorthIt: (error: unknown) => boolean): Promise<T> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !isWorthIt(error)) throw error;
    }
  }
}

/** Connects when first used; `url` is `postgres://…`. */
export function connect(url: string): Connection {
  const pool = new pg.Pool({ connectionString: url });
  // An idle connection that breaks is replaced; unheard, its error would end the process.
  pool.on('error', () => {});
  const db = drizzle(pool);
  const write = <T>(work: (tx: Database) => Promise<T>) =>
    trying(
      () => db.transaction(work, { isolationLevel: 'read committed' }),
      (error) => LOST_RACES.has(codeOf(error)),
    );
  return { pool, db, write };
}

/** Brings the tables up to date. Several replicas may do so at once: whoever comes second tries again and finds it done. */
export async function migrateTables({ pool }: Connection): Promise<void> {
  const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));
  await trying(
    () => migrate(drizzle(pool), { migrationsFolder }),
    (error) => MIGRATED_MEANWHILE.has(codeOf(error)),
  );
}

/** Throws, naming the setting, unless the server keeps what it acknowledges. */
export async function assertDurable({ pool }: Connection): Promise<void> {
  const { rows } = await pool.query(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
  );
  const [{ fsync, commit }] = rows;
  if (fsync !== 'on') throw new Error(`PostgreSQL fsync is ${fsync}, not on: acknowledged work could be lost`);
  if (commit !== 'on' && commit !== 'remote_apply') {
    throw new Error(`PostgreSQL synchronous_commit is ${commit}, not on: acknowledged work could be lost`);
  }
}

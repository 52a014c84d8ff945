/** A pool of connections to one PostgreSQL database, and transactions that are retried when they lose a race. */
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { migrationCount } from '../migration-count.ts';
import { isAway } from './away.ts';

/** `write` may run its work several times: it must change nothing but the database. `transaction` runs it once. */
export type Connection = {
  readonly pool: pg.Pool;
  transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  write<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
};

const TRIES = 10;

/** Serialization failure, deadlock, and a unique index that another transaction filled first: each succeeds when retried. */
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

/** How long anything may wait before the database counts as away. The client gives up after the server, which hangs only if it is frozen. */
const TIMEOUTS = {
  connectionTimeoutMillis: 8_000,
  lock_timeout: 8_000,
  statement_timeout: 15_000,
  query_timeout: 17_000,
  idle_in_transaction_session_timeout: 30_000,
} as const;

/** Connects when first used; `url` is `postgres://…`. */
export function connect(url: string): Connection {
  const pool = new pg.Pool({ connectionString: url, keepAlive: true, ...TIMEOUTS });
  // A broken connection is replaced, whether idle or in use; without a listener, its error would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const transaction = <T>(work: (client: pg.PoolClient) => Promise<T>) => inTransaction(pool, work);
  const write = <T>(work: (client: pg.PoolClient) => Promise<T>) =>
    trying(
      () => transaction(work),
      (error) => LOST_RACES.has(codeOf(error)),
    );
  return { pool, transaction, write };
}

/** Closes a connection that failed instead of rolling back on it, so that no later work waits on it. */
async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('begin isolation level read committed');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    failure = isAway(error) ? new Error('the connection failed', { cause: error }) : await rolledBack(client);
    throw error;
  } finally {
    client.release(failure);
  }
}

/** Returns the error that makes the connection unusable, if there is one. */
async function rolledBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('rollback failed');
  }
}

/** Brings the tables up to date. Several replicas may do so at once: a later one retries and finds it done. */
export async function migrateTables(url: string): Promise<void> {
  const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));
  // A pool of its own, because a migration has no time limit.
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: TIMEOUTS.connectionTimeoutMillis,
  });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  await trying(
    () => migrate(drizzle(pool), { migrationsFolder }),
    (error) => MIGRATED_MEANWHILE.has(codeOf(error)),
  ).finally(() => pool.end());
}

/** Whether every migration of this version was made here. */
export async function isMigrated({ pool }: Connection): Promise<boolean> {
  const { rows } = await pool.query('select count(*)::int as made from drizzle.__drizzle_migrations');
  return rows[0].made >= migrationCount('postgres');
}

/** The server's clock, in epoch milliseconds. */
export async function clockOf({ pool }: Connection): Promise<number> {
  const { rows } = await pool.query('select (extract(epoch from clock_timestamp()) * 1000)::float8 as now');
  return rows[0].now;
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

/** A PostgreSQL server of its own for one test file, in a temporary folder, gone when the file is done. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { migrateTables } from '../../db/postgres/database.ts';
import { newMemoryFolder, sharedFolder } from './memory-folder.ts';
import { type PostgresPrograms, postgresPrograms } from './postgres-programs.ts';

export type PostgresServer = {
  /** The URL of a new database with our tables, and no row in them. */
  createDatabase(): Promise<string>;
  /** The URL of a new database with nothing in it. */
  createBareDatabase(): Promise<string>;
  /** Runs one statement as the server's owner, in the database at `url`. */
  run(url: string, statement: string): Promise<void>;
  /** Takes every row out of its tables, which costs a tenth of a new database. Throws while somebody is still at work in it. */
  emptyDatabase(url: string): Promise<void>;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
};

const ROOM_BYTES = 2 ** 30;
/** Of the server's owner and its databases; nobody but this machine reaches it. */
const SECRET = 'autofactura';

/** Puts the password into the folder of a server, which only whoever runs the server enters from then on. */
function give({ owner }: PostgresPrograms, folder: string): void {
  writeFileSync(join(folder, 'password'), SECRET, { mode: 0o600 });
  chmodSync(folder, 0o700);
  for (const path of [folder, join(folder, 'password')]) if (owner) chownSync(path, owner.uid, owner.gid);
}

/** A port that nobody listened on a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

type Program = { readonly child: ChildProcess; readonly log: string[]; readonly ended: Promise<number | null> };

/** Starts a program of PostgreSQL; `ended` rejects when it cannot even be started. */
function start({ owner }: PostgresPrograms, program: string, args: readonly string[]): Program {
  // What the machine speaks decides neither the order of a database nor what its server says.
  const env = { ...process.env, LC_ALL: 'C', LANG: 'C', TZ: 'UTC' };
  const child = spawn(program, args, { ...owner, cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe'] });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => void log.push(text));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  ended.catch(() => undefined);
  return { child, log, ended };
}

async function createCluster(programs: PostgresPrograms, folder: string): Promise<void> {
  const flags = ['--auth=scram-sha-256', '--username=autofactura', '--encoding=UTF8', '--no-locale', '--no-sync'];
  const files = [`--pgdata=${join(folder, 'data')}`, `--pwfile=${join(folder, 'password')}`];
  const { ended, log } = start(programs, programs.initdb, [...files, ...flags]);
  if ((await ended) !== 0) throw new Error(`PostgreSQL made no database:\n${log.join('')}`);
}

const READY = 'database system is ready to accept connections';
/** Somebody else took the port between its choice and its use. */
const TAKEN = /address already in use|could not (?:bind|create any TCP)/i;
const TRIES = 5;

async function serve(programs: PostgresPrograms, folder: string, flags: readonly string[]) {
  for (let tries = 1; ; tries++) {
    const port = await freePort();
    const own = ['-c', 'max_connections=200', '-c', 'unix_socket_directories=', '-c', 'listen_addresses=127.0.0.1'];
    const args = ['-D', join(folder, 'data'), '-p', String(port), ...own, ...flags];
    const server = start(programs, programs.postgres, args);
    const isReady = await Promise.race([
      new Promise<true>((resolve) => {
        server.child.stderr?.on('data', () => {
          if (server.log.join('').includes(READY)) resolve(true);
        });
      }),
      server.ended.then(() => false),
    ]);
    if (isReady) return { ...server, port };
    const log = server.log.join('');
    if (tries === TRIES || !TAKEN.test(log)) throw new Error(`PostgreSQL did not start:\n${log}`);
  }
}

/** The database that new ones are copies of. */
const MIGRATED = 'migrated';

let cluster: Promise<string> | undefined;

/** The folder that servers start from a copy of: made once a run, since to make it takes ten times as long as to copy it. */
function clusterFolder(programs: PostgresPrograms): Promise<string> {
  cluster ??= sharedFolder('postgres-cluster', (folder) => makeCluster(programs, folder));
  return cluster;
}

async function makeCluster(programs: PostgresPrograms, folder: string): Promise<void> {
  give(programs, folder);
  await createCluster(programs, folder);
  const server = await serve(programs, folder, []);
  const { port, child, ended } = server;
  const run = createRun(server);
  await run('postgres', `create database ${MIGRATED} template template0`);
  await migrateTables(urlOf(port, MIGRATED));
  child.kill('SIGINT');
  await ended;
}

/** Starts a server with the settings PostgreSQL ships with; `flags` go to it as they are (`-c fsync=off`). Answers when it takes connections. */
export async function startPostgres(flags: readonly string[] = []): Promise<PostgresServer> {
  const programs = postgresPrograms();
  const made = await clusterFolder(programs);
  const folder = newMemoryFolder('autofactura-postgres-', ROOM_BYTES);
  give(programs, folder);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await copyCluster(programs, join(made, 'data'), join(folder, 'data'));
    return control(await serve(programs, folder, flags), remove);
  } catch (error) {
    remove();
    throw error;
  }
}

async function copyCluster(programs: PostgresPrograms, from: string, to: string): Promise<void> {
  const { ended, log } = start(programs, 'cp', ['-Rp', from, to]);
  if ((await ended) !== 0) throw new Error(`PostgreSQL's folder was not copied:\n${log.join('')}`);
}

/** What a connection was asked for a moment ago may still be under way; numbers that are counted up begin anew. */
const EMPTY = `do $$
declare
  kept text;
begin
  for tries in 1..500 loop
    perform pg_stat_clear_snapshot();
    exit when not exists (select from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid());
    if tries = 500 then raise exception 'somebody is still at work'; end if;
    perform pg_sleep(0.01);
  end loop;
  set local session_replication_role = replica;
  for kept in select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'public' loop
    execute 'delete from ' || kept;
  end loop;
  perform setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
    from pg_sequences where schemaname = 'public' and last_value is not null;
end $$`;

type Serving = Program & { readonly port: number };

const urlOf = (port: number, database: string) => `postgres://autofactura:${SECRET}@127.0.0.1:${port}/${database}`;
const nameOf = (url: string) => new URL(url).pathname.slice(1);

/** What connects to a database of a server as its owner. */
function createConnect({ log, port }: Serving): (database: string) => Promise<pg.Client> {
  return async (database) => {
    const client = new pg.Client({ connectionString: urlOf(port, database) });
    client.on('error', (error) => log.push(String(error)));
    await client.connect();
    return client;
  };
}

/** What runs one statement in a database of a server, over a connection of its own. */
function createRun(serving: Serving): (database: string, statement: string) => Promise<void> {
  const connect = createConnect(serving);
  return async (database, statement) => {
    const client = await connect(database);
    await client.query(statement).finally(() => client.end());
  };
}

function control(serving: Serving, remove: () => void): PostgresServer {
  const { child, ended, port } = serving;
  const leave = () => void child.kill('SIGQUIT');
  process.once('exit', leave);
  const connect = createConnect(serving);
  const run = createRun(serving);
  /** Connected once a database, since a new connection plans every statement of it anew. */
  const emptying = new Map<string, Promise<pg.Client>>();
  let count = 0;
  const create = async (template: string) => {
    count += 1;
    const name = `test_${count}`;
    await run('postgres', `create database ${name} template ${template}`);
    return urlOf(port, name);
  };
  return {
    createDatabase: () => create(MIGRATED),
    createBareDatabase: () => create('template0'),
    run: (url, statement) => run(nameOf(url), statement),
    async emptyDatabase(url) {
      const client = emptying.get(url) ?? connect(nameOf(url));
      emptying.set(url, client);
      await (await client).query(EMPTY);
    },
    async stop() {
      process.off('exit', leave);
      for (const client of emptying.values()) await (await client).end();
      // Fast shutdown: connections are closed, nothing is waited for.
      child.kill('SIGINT');
      await ended;
      remove();
    },
  };
}

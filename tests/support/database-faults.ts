/** What happens to a PostgreSQL server in real life, done to the one at a URL by signals and by its own functions. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export type DatabaseFault = 'connections are cut' | 'a backend crashes' | 'it hangs';
export const DATABASE_FAULTS: readonly DatabaseFault[] = ['connections are cut', 'a backend crashes', 'it hangs'];

/** Longer than any timeout of ours, so that nobody is saved by patience. */
const HANG_MS = 20_000;

/** Does it, and comes back when PostgreSQL is itself again. A crashed backend makes the server restart all of them, as after a power cut. */
export async function inflict(url: string, fault: DatabaseFault, hangMs = HANG_MS): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ pid: number; postmaster: string }>(
    `select pid, split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as postmaster
     from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  if (fault === 'connections are cut') {
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    await client.end();
    return;
  }
  await client.end();
  const backends = rows.map(({ pid }) => pid);
  if (fault === 'a backend crashes') {
    if (backends[0] !== undefined) signalAll([backends[0]], 'SIGKILL');
    return answering(url);
  }
  const everyone = [Number(rows[0]?.postmaster), ...backends].filter((pid) => pid > 0);
  signalAll(everyone, 'SIGSTOP');
  await sleep(hangMs);
  signalAll(everyone, 'SIGCONT');
  return answering(url);
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended in between.
    }
  }
}

async function answering(url: string): Promise<void> {
  for (let left = 100; ; left -= 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (error) {
      if (left === 0) throw error;
      await sleep(100);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/** What servers that are dead were sending: their leases are freed at once, so that somebody asks the PAC what became of it. */
import type { Connection } from './database.ts';
import { LIVING } from './lease-owner.ts';

/** A server whose connection broke is back within this time, and nothing is taken from it. */
const GRACE_MS = 3_000;

const OF_THE_DEAD = `state = 'sending' and lease_owner is not null and lease_owner not in ${LIVING}`;

/** Frees the leases of the given servers that are dead, and makes what they were sending due. Answers how many those are. */
async function free({ pool }: Connection, owners: readonly number[]): Promise<number> {
  const freed = `update invoice set lease_until = null, lease_owner = null, next_at = 0
    where ${OF_THE_DEAD} and lease_owner = any($1::bigint[])`;
  return owners.length === 0 ? 0 : ((await pool.query(freed, [owners])).rowCount ?? 0);
}

/** Servers that are dead and hold leases. PostgreSQL asks for the living only where somebody is sending. */
async function deadOwners({ pool }: Connection): Promise<readonly number[]> {
  const { rows } = await pool.query(`select distinct lease_owner as owner from invoice where ${OF_THE_DEAD}`);
  return rows.map(({ owner }) => Number(owner));
}

/** For a server that starts: frees what any dead server was sending. */
export async function freeAllOfDead(connection: Connection): Promise<void> {
  await free(connection, await deadOwners(connection));
}

/** Frees what was sent by servers that have been dead for three seconds, over the calls of whatever it answers. */
export function createFreeDeadLeases(connection: Connection): () => Promise<number> {
  let deadSince: ReadonlyMap<number, number> = new Map();
  return async () => {
    const now = performance.now();
    const seen = deadSince;
    deadSince = new Map((await deadOwners(connection)).map((owner) => [owner, seen.get(owner) ?? now]));
    return free(
      connection,
      [...deadSince].filter(([, since]) => now - since >= GRACE_MS).map(([owner]) => owner),
    );
  };
}

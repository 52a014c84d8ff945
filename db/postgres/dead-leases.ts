/** Frees the leases of dead servers (stamps, cancellations, deliveries) at once, so that other servers can continue. */
import type { Connection } from './database.ts';
import { LIVING } from './lease-owner.ts';

/** A server whose connection broke is back within this time, so nothing is taken from it. */
const GRACE_MS = 3_000;

const FREE = 'lease_until = null, lease_owner = null';

/**
 * The condition of rows that a server holds during a call, written as in the partial indexes, and what to set so that another server continues at
 * once.
 */
const HELD = {
  invoice: { where: `state = 'sending'`, sets: `${FREE}, next_at = 0` },
  cancellation: { where: 'settled_at is null and lease_until is not null', sets: `${FREE}, next_at = 0` },
  // It is due already.
  delivery: { where: `state = 'pending' and lease_until is not null`, sets: FREE },
} as const;

/** Frees the leases of those given servers that are dead and makes their work due. Returns how many they are. */
async function free({ pool }: Connection, owners: readonly number[]): Promise<number> {
  if (owners.length === 0) return 0;
  let freed = 0;
  for (const [table, { where, sets }] of Object.entries(HELD)) {
    const free = `update ${table} set ${sets}
      where ${where} and lease_owner = any($1::bigint[]) and lease_owner not in ${LIVING}`;
    freed += (await pool.query(free, [owners])).rowCount ?? 0;
  }
  return freed;
}

const OWNERS = Object.entries(HELD)
  .map(([table, { where }]) => `select lease_owner as owner from ${table} where ${where} and lease_owner is not null`)
  .join(' union ');

/** Dead servers that hold leases. PostgreSQL only looks up the live ones if there is a lease. */
async function deadOwners({ pool }: Connection): Promise<readonly number[]> {
  const { rows } = await pool.query(`select owner from (${OWNERS}) held where owner not in ${LIVING}`);
  return rows.map(({ owner }) => Number(owner));
}

/** For a server that starts: frees what any dead server held. */
export async function freeAllOfDead(connection: Connection): Promise<void> {
  await free(connection, await deadOwners(connection));
}

/** Creates a function that frees the leases of servers that it has seen dead for three seconds over its calls. */
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

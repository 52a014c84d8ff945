/** The store on PostgreSQL, for one or several replicas. */
import { createPostgresEngine } from '../engines/postgres.ts';
import { hasten } from '../queries/invoice-phases.ts';
import { createPorts } from '../queries/ports.ts';
import type { Store } from '../store.ts';
import { isAway } from './away.ts';
import { assertDurable, clockOf, connect, isMigrated, migrateTables } from './database.ts';
import { createFreeDeadLeases, freeAllOfDead } from './dead-leases.ts';
import { createLeaseOwner } from './lease-owner.ts';

/** Opens the database at `url` (`postgres://…`) with its tables up to date. Throws when it cannot be reached or migrated. */
export async function openPostgres(url: string): Promise<Store> {
  await migrateTables(url);
  const connection = connect(url);
  const server = createLeaseOwner(url);
  const leases = { owner: server.current, freeDead: createFreeDeadLeases(connection) };
  const engine = createPostgresEngine(connection, leases);
  const ports = createPorts(engine, isAway);
  return {
    ...ports,
    engine: 'postgres',
    assertDurable: () => assertDurable(connection),
    takeOver: (now) =>
      server.begin(async (isAlone) => {
        await freeAllOfDead(connection);
        if (!isAlone) return;
        await engine.write(() => hasten(engine, now));
        await ports.cancellations.voidLeases();
        await ports.circuits.voidProbes();
        await ports.deliveries.voidLeases();
      }),
    probe: async () => ((await isMigrated(connection)) ? 'ok' : 'migrations-pending'),
    clock: () => clockOf(connection),
    async close() {
      await server.end();
      await connection.pool.end();
    },
  };
}

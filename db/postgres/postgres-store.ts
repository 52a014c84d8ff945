/** The store on PostgreSQL, for one or several replicas. */
import { createPostgresEngine } from '../engines/postgres.ts';
import { createPorts } from '../queries/ports.ts';
import type { Store } from '../store.ts';
import { isAway } from './away.ts';
import { assertDurable, clockOf, connect, isMigrated, migrateTables } from './database.ts';

/** Opens the database at `url` (`postgres://…`) with its tables up to date. Throws when it cannot be reached or migrated. */
export async function openPostgres(url: string): Promise<Store> {
  await migrateTables(url);
  const connection = connect(url);
  return {
    ...createPorts(createPostgresEngine(connection), isAway),
    engine: 'postgres',
    assertDurable: () => assertDurable(connection),
    takeOver: async () => {},
    probe: async () => ((await isMigrated(connection)) ? 'ok' : 'migrations-pending'),
    clock: () => clockOf(connection),
    close: () => connection.pool.end(),
  };
}

/** The store on one SQLite file: the default, for a single node. */
import { createSqliteEngine } from '../engines/sqlite.ts';
import { createPorts } from '../queries/ports.ts';
import type { Store } from '../store.ts';
import { isAway } from './away.ts';
import { assertDurable, connect, isMigrated, migrateTables } from './database.ts';
import { lockForOwner } from './owner-lock.ts';

/** Opens the file at `path`, creating it and its folder, with its tables up to date. Throws if it cannot be opened or migrated. */
export async function openSqlite(path: string): Promise<Store> {
  const connection = connect(path);
  migrateTables(connection);
  const ports = createPorts(createSqliteEngine(connection), isAway);
  let lock: ReturnType<typeof lockForOwner> | undefined;
  return {
    ...ports,
    engine: 'sqlite',
    async assertDurable() {
      assertDurable(connection);
    },
    async takeOver(now) {
      lock ??= lockForOwner(path);
      await ports.invoices.voidLeases(now);
      await ports.cancellations.voidLeases();
      await ports.circuits.voidProbes();
      await ports.deliveries.voidLeases();
    },
    async probe() {
      return isMigrated(connection) ? 'ok' : 'migrations-pending';
    },
    async clock() {
      return undefined;
    },
    async close() {
      connection.raw.close();
      lock?.release();
    },
  };
}

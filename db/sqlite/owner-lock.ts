/** One server process owns an SQLite file. The operating system releases the lock however the process ends. */
import Sqlite from 'better-sqlite3';

/**
 * Locks the file at `path` for this process, by an exclusive transaction in an empty database next to it: SQLite's own locks are
 * advisory record locks of the operating system, which kill -9 releases. Throws if another process holds it.
 */
export function lockForOwner(path: string): { release(): void } {
  const lock = new Sqlite(`${path}.lock`, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (!(error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY'))) throw error;
    throw new Error(
      `another Autofactura server is using ${path}: stop it first, or give this one a data folder of its own (AUTOFACTURA_DATA)`,
      { cause: error },
    );
  }
  return { release: () => void lock.close() };
}

/** Which errors say that the SQLite file cannot be used for the moment. */
import Sqlite from 'better-sqlite3';

// Disk full, an error of the disk, locked for longer than the busy timeout, read-only, or not to be opened (no file handles left).
const AWAY = /^SQLITE_(?:FULL|IOERR|BUSY|READONLY|CANTOPEN)/;

/** Whether the error, or what caused it, means that the database cannot be used now. */
export function isAway(error: unknown): boolean {
  if (error instanceof Sqlite.SqliteError) return AWAY.test(error.code);
  return error instanceof Error && isAway(error.cause);
}

/** Which errors mean that the SQLite file is temporarily unusable. */
import Sqlite from 'better-sqlite3';

// Disk full, a disk error, locked for longer than the busy timeout, read-only, or impossible to open (no file handles left).
const AWAY = /^SQLITE_(?:FULL|IOERR|BUSY|READONLY|CANTOPEN)/;

/** Whether the error, or its cause, means that the database cannot be used now. */
export function isAway(error: unknown): boolean {
  if (error instanceof Sqlite.SqliteError) return AWAY.test(error.code);
  return error instanceof Error && isAway(error.cause);
}

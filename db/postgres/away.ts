/** Which errors mean that PostgreSQL is temporarily unreachable. */

/**
 * SQLSTATE classes and codes (PostgreSQL, appendix A): 08 connection, 53 insufficient resources (disk, connections), 57P01–57P03
 * shutdown and start-up, 57014 statement timeout, 55P03 lock timeout, 25P03 idle in transaction, 25006 a read-only standby.
 */
const SQLSTATES = /^(?:08...|53...|57P0[1-3]|57014|55P03|25P03|25006)$/;

const SOCKET_ERRORS: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

// The client reports these without a code.
const CLIENT_ERRORS =
  /^(?:Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether the error, or what caused it, means that the database is away. */
export function isAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isAway);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return SQLSTATES.test(code) || SOCKET_ERRORS.has(code) || CLIENT_ERRORS.test(error.message) || isAway(error.cause);
}

/** Instants as facts carry them. */

/**
 * Epoch milliseconds → `2026-11-20T18:00:00Z`, to the second. Throws a RangeError for an instant that no Date can hold.
 */
export function utcInstant(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

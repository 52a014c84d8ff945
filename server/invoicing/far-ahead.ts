/** Times that no clock of ours can have meant. */

/**
 * No lease, back-off or pause of an invoice is this long (the longest is three minutes). A stored time further ahead was written by a clock that
 * ran fast, so it counts as due: nothing waits for a clock that has since been corrected.
 */
export const FAR_AHEAD_MS = 4 * 60_000;

/** A cancellation waits for its receptor for up to six hours at a time. */
export const CANCELLATION_FAR_AHEAD_MS = 7 * 3_600_000;

/** A request looks for its sale every hour, and a refused nota de crédito of a sale that leaves its global is tried again after one. */
export const HOURLY_FAR_AHEAD_MS = 2 * 3_600_000;

/** A schedule looks every day at its hour, and one day of the year has 25. */
export const DAILY_FAR_AHEAD_MS = 26 * 3_600_000;

/** Tells whether a time stored by one of our processes is still in the future, by this process's clock. */
export function isToCome(at: number | null | undefined, now: number): boolean {
  return typeof at === 'number' && at > now && at <= now + FAR_AHEAD_MS;
}

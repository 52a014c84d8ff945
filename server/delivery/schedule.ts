/** When a delivery is retried. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The delays after the first attempt, the second and so on: twelve attempts over five days, eight of them within the first day and a half. */
const DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  ...[2, 5, 10, 14, 20, 24, 24, 24].map((hours) => hours * HOUR),
];

/** The maximum number of attempts. */
export const MAX_ATTEMPTS = DELAYS_MS.length + 1;

/** How long a listener may fail before it is disabled, and an alert may be retried. */
export const PATIENCE_MS = 5 * 24 * HOUR;

/** The share by which a retry is moved earlier or later, so that deliveries that failed together are not retried together. */
const JITTER = 0.1;

/** When the next attempt is due after this many, in epoch milliseconds; `undefined` if that was the last one. `random` is in [0, 1). */
export function nextAttemptAt(attempts: number, now: number, random: () => number): number | undefined {
  const delay = DELAYS_MS[attempts - 1];
  return delay === undefined ? undefined : now + Math.round(delay * (1 - JITTER + 2 * JITTER * random()));
}

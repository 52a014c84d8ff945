/** When a delivery is tried again. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After the first attempt, the second, … : twelve attempts over five days, the first eight of them within the first day and a half. */
const DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  ...[2, 5, 10, 14, 20, 24, 24, 24].map((hours) => hours * HOUR),
];

/** How often a delivery is tried at most. */
export const MAX_ATTEMPTS = DELAYS_MS.length + 1;

/** How long a listener may fail, and an alert be tried. */
export const PATIENCE_MS = 5 * 24 * HOUR;

/** So much earlier or later, so that what failed together does not come back together. */
const JITTER = 0.1;

/** When the next attempt is due after so many, `undefined` when that was the last. `random` is in [0, 1). */
export function nextAttemptAt(attempts: number, now: number, random: () => number): number | undefined {
  const delay = DELAYS_MS[attempts - 1];
  return delay === undefined ? undefined : now + Math.round(delay * (1 - JITTER + 2 * JITTER * random()));
}

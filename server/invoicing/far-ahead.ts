/** Times that no clock of ours can have meant. */

/**
 * No lease, backoff or rest of ours is this long (the longest is three minutes), and a clock that is off by more than five is noticed: a
 * time further ahead was written while a clock ran ahead, and is taken as if it had come. Nothing waits for a clock that was put right.
 */
export const FAR_AHEAD_MS = 4 * 60_000;

/** Whether a time written by one of our processes is still to come, by this process's clock. */
export function isToCome(at: number | null | undefined, now: number): boolean {
  return typeof at === 'number' && at > now && at <= now + FAR_AHEAD_MS;
}

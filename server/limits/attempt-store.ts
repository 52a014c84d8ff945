/** Counts by key (`sale-tries:sale_…`) and window (`2026-11-22`), for limits that outlive a restart and hold for several servers. */
export interface AttemptStore {
  count(key: string, window: string): Promise<number>;
  /** Answers the count after adding one. */
  add(key: string, window: string): Promise<number>;
  /** Adds one unless the count is `most` already (at least 1), in one step: of a hundred at once `most` get `true`. */
  take(key: string, window: string, most: number): Promise<boolean>;
  /** Takes one off again; never below zero. */
  giveBack(key: string, window: string): Promise<void>;
  /** Forgets the windows before `day` (`2026-11-22`) that are days or hours, at most `limit`. Answers how many. */
  prune(day: string, limit: number): Promise<number>;
}

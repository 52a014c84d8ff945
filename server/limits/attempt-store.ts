/** Stores counts by key (`sale-tries:sale_…`) and window (`2026-11-22`), for limits that survive a restart and are shared by all servers. */
export interface AttemptStore {
  count(key: string, window: string): Promise<number>;
  /** Adds one and returns the new count. */
  add(key: string, window: string): Promise<number>;
  /** Adds one unless the count has reached `most` (at least 1). The step is atomic: of a hundred concurrent calls, `most` get `true`. */
  take(key: string, window: string, most: number): Promise<boolean>;
  /** Subtracts one, but never below zero. */
  giveBack(key: string, window: string): Promise<void>;
  /** Deletes the windows before `day` (`2026-11-22`) that are days or hours, at most `limit` of them. Returns how many. */
  prune(day: string, limit: number): Promise<number>;
}

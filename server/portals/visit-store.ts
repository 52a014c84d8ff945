/** The port to counts of visits: how often a portal's page was opened through each channel on each day, and nothing about who opened it. */
import type { Channel } from './channels.ts';

/** `day` is the merchant's calendar day, `2026-11-20`. */
export type DayVisits = { readonly day: string; readonly channel: Channel; readonly visits: number };

/** Storage of daily counts of portal visits. Days are local dates, `2026-11-20`. */
export interface VisitStore {
  /** Counts one more visit. */
  add(slug: string, channel: Channel, day: string): Promise<void>;
  /** Lists the counts of the days `from` to `to`, both included, by day and channel. Days without visits are left out. */
  list(slug: string, from: string, to: string): Promise<readonly DayVisits[]>;
  /** Deletes at most `limit` counts of days before `before`. Returns how many. */
  prune(before: string, limit: number): Promise<number>;
}

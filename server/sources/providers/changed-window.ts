/**
 * Pages through a list ordered by time of change. By page number some members would be missed: one that changes in the meantime moves to
 * Pages through a list ordered by time of change. With page numbers some members would be missed: one that changes in the meantime moves to
 */

/** A position in such a list; it travels as a cursor. */
export type ChangedWindow = {
  /** Epoch milliseconds: changed at this instant or after. */
  readonly from: number;
  /** The number of pages of that instant already read. */
  readonly page: number;
};

/** The position of a cursor from `nextWindow`; `since` without a cursor, or with an invalid one. */
export function windowAt(since: number, cursor: string | undefined): ChangedWindow {
  const [, from, page] = /^(\d{1,15}) (\d{1,6})$/.exec(cursor ?? '') ?? [];
  return from === undefined || page === undefined
    ? { from: since, page: 0 }
    : { from: Number(from), page: Number(page) };
}

/** The cursor of the page after one with `count` members, the last of which changed at `last`; absent if that page was not full. */
export function nextWindow(window: ChangedWindow, count: number, full: number, last: number): string | undefined {
  if (count < full) return undefined;
  return last > window.from ? `${last} 0` : `${window.from} ${window.page + 1}`;
}

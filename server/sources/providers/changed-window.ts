/**
 * Pages through a list ordered by when its members changed. By number alone a page would miss some: a member that
 * changes meanwhile moves to the end, and all after it move up by one. So the next page begins at the last change seen,
 * and only those of one instant are counted.
 */

/** A position in such a list; it travels as a cursor. */
export type ChangedWindow = {
  /** Epoch milliseconds: changed at this instant or after. */
  readonly from: number;
  /** Pages of that instant already seen. */
  readonly page: number;
};

/** Where a cursor of `nextWindow` goes on; at `since` without one, or with one that is none. */
export function windowAt(since: number, cursor: string | undefined): ChangedWindow {
  const [, from, page] = /^(\d{1,15}) (\d{1,6})$/.exec(cursor ?? '') ?? [];
  return from === undefined || page === undefined
    ? { from: since, page: 0 }
    : { from: Number(from), page: Number(page) };
}

/**
 * The cursor of the page after one of `count` members, the last changed at `last`; absent when that was not a full one.
 */
export function nextWindow(window: ChangedWindow, count: number, full: number, last: number): string | undefined {
  if (count < full) return undefined;
  return last > window.from ? `${last} 0` : `${window.from} ${window.page + 1}`;
}

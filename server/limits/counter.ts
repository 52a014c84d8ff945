/** Counts by key in memory. A key's window starts with its first count and is forgotten when it ends. Time comes from the caller's clock. */

/** Counts events by key in fixed windows, in the memory of this process only. */
export type Counter = {
  /** Returns the count of the key's window and the time that is left of it. */
  get(key: string): Counted;
  /** Adds one and returns the new count. */
  add(key: string): Counted;
  giveBack(key: string): void;
};

/** The count in a key's current window, and the milliseconds until that window ends; both are 0 when no window is open. */
export type Counted = { readonly count: number; readonly msLeft: number };

/** Creates a counter whose windows last `windowMs` from their first count. `now` answers epoch milliseconds. */
export function createCounter(windowMs: number, now: () => number): Counter {
  const windows = new Map<string, { count: number; readonly ends: number }>();
  let nextSweep = now() + windowMs;
  const openWindow = (key: string) => {
    const window = windows.get(key);
    return window && window.ends > now() ? window : undefined;
  };
  // All windows have the same length, so the map is ordered by when they end: expired ones are at its beginning.
  const sweep = (): void => {
    if (now() < nextSweep) return;
    nextSweep = now() + windowMs;
    for (const [key, { ends }] of windows) {
      if (ends > now()) return;
      windows.delete(key);
    }
  };
  return {
    get: (key) => {
      const window = openWindow(key);
      return window ? { count: window.count, msLeft: window.ends - now() } : { count: 0, msLeft: 0 };
    },
    add: (key) => {
      sweep();
      const window = openWindow(key) ?? { count: 0, ends: now() + windowMs };
      window.count += 1;
      if (window.count === 1) windows.delete(key);
      windows.set(key, window);
      return { count: window.count, msLeft: window.ends - now() };
    },
    giveBack: (key) => {
      const window = openWindow(key);
      if (window && window.count > 0) window.count -= 1;
    },
  };
}

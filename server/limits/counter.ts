/** Counts in memory by key, each in a window that begins with its first count and is forgotten when it ends. By the clock it is given. */

/** Counts events by key in fixed windows, in the memory of this process only. */
export type Counter = {
  /** What was counted in the key's window, and how long that one still lasts. */
  get(key: string): Counted;
  /** Adds one, and answers what it makes. */
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
  // Windows are all of one length, so the map is in the order in which they end: what is over stands at its beginning.
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

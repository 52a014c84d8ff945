/** What the panel stores in the browser. Storage may be disabled or full: then nothing is stored, and nothing else changes. */

/** Reads the value stored under a name. */
export function recall<T>(storage: () => Storage, name: string): T | undefined {
  try {
    return JSON.parse(storage().getItem(name) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Stores a value under a name; without a value, removes the name. */
export function keep(storage: () => Storage, name: string, value: unknown): void {
  try {
    if (value === undefined) storage().removeItem(name);
    else storage().setItem(name, JSON.stringify(value));
  } catch {}
}

/** The storage that lasts as long as this tab. */
export const thisTab = (): Storage => sessionStorage;
/** The storage that stays on this device. */
export const thisDevice = (): Storage => localStorage;

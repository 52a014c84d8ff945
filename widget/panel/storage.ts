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

/** Everything that the panel stores has a name that begins with this. */
const OURS = 'autofactura-panel';

/** Removes what the panel stored in this tab, such as half-filled forms: the next person here gets none of it. */
export function forgetTab(): void {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(OURS)) sessionStorage.removeItem(name);
  } catch {}
}

/** The storage that lasts as long as this tab. */
export const thisTab = (): Storage => sessionStorage;
/** The storage that stays on this device. */
export const thisDevice = (): Storage => localStorage;

/** A part of an element that is fetched once per page, shortly before it is needed. */
export type Part<T> = {
  /** Fetches the part unless it is already here. Rejects if that fails; the next call tries again. */
  readonly need: () => Promise<T>;
  /** Returns the part if it is here. Otherwise fetches it, unless an earlier attempt failed, and calls `arrived` once that is settled. */
  readonly get: (arrived?: () => void) => T | undefined;
  /** Returns the part if it is loaded, and fetches nothing. */
  readonly peek: () => T | undefined;
  readonly failed: () => boolean;
};

/** Wraps a dynamic import. */
export function part<T>(load: () => Promise<T>): Part<T> {
  let loaded: T | undefined;
  let loading: Promise<T> | undefined;
  let failed = false;
  const need = async () => {
    try {
      loading ??= load();
      loaded = await loading;
      failed = false;
      return loaded;
    } catch (error) {
      loading = undefined;
      failed = true;
      throw error;
    }
  };
  return {
    need,
    get: (arrived) => {
      if (!loaded && !failed) need().then(arrived, arrived ?? (() => {}));
      return loaded;
    },
    peek: () => loaded,
    failed: () => failed,
  };
}

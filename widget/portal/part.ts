/** A part of the portal that is fetched once per page, when it is first near. */
export type Part<T> = {
  /** The part, fetched if it is not there yet; rejects when it cannot be had, and the next call tries again. */
  readonly need: () => Promise<T>;
  /** The part if it is there. Otherwise it is fetched, unless that failed before; `arrived` is called when it is settled. */
  readonly get: (arrived?: () => void) => T | undefined;
  readonly failed: () => boolean;
};

/** Wraps a dynamic import. */
export function part<T>(load: () => Promise<T>): Part<T> {
  let there: T | undefined;
  let coming: Promise<T> | undefined;
  let failed = false;
  const need = async () => {
    try {
      coming ??= load();
      there = await coming;
      failed = false;
      return there;
    } catch (error) {
      coming = undefined;
      failed = true;
      throw error;
    }
  };
  return {
    need,
    get: (arrived) => {
      if (!there && !failed) need().then(arrived, arrived ?? (() => {}));
      return there;
    },
    failed: () => failed,
  };
}

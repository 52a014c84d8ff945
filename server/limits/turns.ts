/** Serializes work that reads a count and then raises it. */

/** Runs `work` when its turn under `id` comes, and resolves or rejects as the work does. */
export type Turns = <T>(id: string, work: () => Promise<T>) => Promise<T>;

/**
 * Creates turns in which at most `width` pieces of work with the same id run at once; the others wait in order of arrival. It holds within this
 * process only.
 */
export function createTurns(width: number): Turns {
  const lines = new Map<string, { running: number; readonly waiting: (() => void)[] }>();
  return async (id, work) => {
    const line = lines.get(id) ?? { running: 0, waiting: [] };
    lines.set(id, line);
    if (line.running < width) line.running += 1;
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = line.waiting.shift();
      // The next in line takes over the place, so `running` does not change.
      if (next) next();
      else if (--line.running === 0) lines.delete(id);
    }
  };
}

/** Resolves on the first SIGINT or SIGTERM; a second one ends the process at once, as its default is. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

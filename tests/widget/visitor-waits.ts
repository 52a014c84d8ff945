/** Waiting for what is on the screen, never for time. */

/** Resolves when `holds`; gives up with what was seen after about five seconds of frames. */
export async function until(holds: () => boolean, seen: () => string = () => ''): Promise<void> {
  const end = performance.now() + 5_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never came: ${seen()}`);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

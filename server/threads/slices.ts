/** Cuts work that must stay on the event loop into slices, one for each turn, so that other requests wait for one slice at most. */

const waiting: (() => void)[] = [];
let isTurning = false;

/**
 * Waits for a turn of the loop of its own. Slices are begun in the order they were asked for, whatever they are of, and between two of them
 * the loop reads what has arrived and answers it.
 */
export function nextSlice(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (isTurning) return;
    isTurning = true;
    setImmediate(turn);
  });
}

function turn(): void {
  waiting.shift()?.();
  isTurning = waiting.length > 0;
  // Queued from within the check phase, it runs in the next turn: after what has arrived was read.
  if (isTurning) setImmediate(turn);
}

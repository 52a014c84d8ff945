/** A bounded queue in which parties take turns, so that one with much work only delays itself. */

/** The limits of a queue; beyond them its work is refused with `QueueFull`. */
export type FairQueueOptions = {
  /** The number of pieces of work at once. */
  readonly width: number;
  /** The number of pieces that may wait: of one party, and of all of them. */
  readonly mostOfOne: number;
  readonly mostOfAll: number;
  /** Work that has waited longer than this is abandoned. */
  readonly longestWaitMs: number;
};

/** The queue is full, or this piece waited too long: nothing was done, and retrying later is harmless. */
export class QueueFull extends Error {
  constructor() {
    super('the queue is full');
    this.name = 'QueueFull';
  }
}

type Waiting = { readonly start: () => void; readonly refuse: () => void };

/**
 * Parties take turns; within a party, work runs in the order in which it was requested. In a full queue, a party takes the last place of the one
 * that has the most. In this process only.
 */
export class FairQueue {
  readonly #options: FairQueueOptions;
  /** A `Map` keeps its order: the party at its front is next, and goes to the back when it is served. */
  readonly #lines = new Map<string, Waiting[]>();
  #running = 0;
  #waiting = 0;

  constructor(options: FairQueueOptions) {
    this.#options = options;
  }

  /** Runs the work when it is the party's turn. Throws `QueueFull` instead of making it wait endlessly. */
  async run<T>(party: string, work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#options.width) this.#running += 1;
    else await this.#turn(party);
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  #turn(party: string): Promise<void> {
    const line = this.#lines.get(party) ?? [];
    const { mostOfOne, mostOfAll, longestWaitMs } = this.#options;
    if (line.length >= mostOfOne) throw new QueueFull();
    if (this.#waiting >= mostOfAll) this.#makeRoom(line.length + 1);
    return new Promise((resolve, reject) => {
      const leave = (done: () => void) => {
        clearTimeout(timer);
        this.#forget(party, waiting);
        done();
      };
      const waiting: Waiting = { start: () => leave(resolve), refuse: () => leave(() => reject(new QueueFull())) };
      const timer = setTimeout(waiting.refuse, longestWaitMs);
      this.#lines.set(party, line);
      line.push(waiting);
      this.#waiting += 1;
    });
  }

  /** Refuses the last piece of the longest line, for a party that will have this many itself. Throws `QueueFull` if no line is longer than that. */
  #makeRoom(length: number): void {
    const [longest] = [...this.#lines.values()].toSorted((one, other) => other.length - one.length);
    if (longest === undefined || longest.length <= length) throw new QueueFull();
    longest.at(-1)?.refuse();
  }

  /** Gives the free slot to the next party. */
  #next(): void {
    const [party, line] = this.#lines.entries().next().value ?? [];
    const waiting = line?.[0];
    if (party === undefined || line === undefined || waiting === undefined) {
      this.#running -= 1;
      return;
    }
    waiting.start();
    // Its party goes to the back.
    if (this.#lines.delete(party)) this.#lines.set(party, line);
  }

  #forget(party: string, waiting: Waiting): void {
    const line = this.#lines.get(party) ?? [];
    line.splice(line.indexOf(waiting), 1);
    this.#waiting -= 1;
    if (line.length === 0) this.#lines.delete(party);
  }
}

/** A bounded queue in which parties take turns, so that one with much work only delays itself. */

/** The limits of a queue; beyond them its work is refused with `QueueFull`. */
export type FairQueueOptions = {
  /** Pieces of work at once. */
  readonly width: number;
  /** Pieces that may wait: of one party, and of all of them. */
  readonly mostOfOne: number;
  readonly mostOfAll: number;
  /** What has waited longer than this is given up. */
  readonly longestWaitMs: number;
};

/** The line is full, or this piece waited too long: nothing was done, and asking again later is harmless. */
export class QueueFull extends Error {
  constructor() {
    super('the queue is full');
    this.name = 'QueueFull';
  }
}

type Waiting = { readonly start: () => void; readonly timer: NodeJS.Timeout };

/** Parties take turns; within a party, the order is that of asking. In this process only. */
export class FairQueue {
  readonly #options: FairQueueOptions;
  /** A `Map` keeps its order: the party at its front is next, and goes to the back when it is served. */
  readonly #lines = new Map<string, Waiting[]>();
  #running = 0;
  #waiting = 0;

  constructor(options: FairQueueOptions) {
    this.#options = options;
  }

  /** Does the work when the party's turn has come. Throws `QueueFull` instead of letting it wait without end. */
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
    if (line.length >= mostOfOne || this.#waiting >= mostOfAll) throw new QueueFull();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#forget(party, waiting);
        reject(new QueueFull());
      }, longestWaitMs);
      const waiting: Waiting = { start: resolve, timer };
      this.#lines.set(party, line);
      line.push(waiting);
      this.#waiting += 1;
    });
  }

  /** Hands the free slot to the next in turn. */
  #next(): void {
    const [party, line] = this.#lines.entries().next().value ?? [];
    const waiting = line?.[0];
    if (party === undefined || line === undefined || waiting === undefined) {
      this.#running -= 1;
      return;
    }
    this.#forget(party, waiting);
    // Its party goes to the back.
    if (this.#lines.delete(party)) this.#lines.set(party, line);
    clearTimeout(waiting.timer);
    waiting.start();
  }

  #forget(party: string, waiting: Waiting): void {
    const line = this.#lines.get(party) ?? [];
    line.splice(line.indexOf(waiting), 1);
    this.#waiting -= 1;
    if (line.length === 0) this.#lines.delete(party);
  }
}

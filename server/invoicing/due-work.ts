/** Processes due items in the background with limited concurrency, such as work left over after a crash, a lost answer or an outage. */

/**
 * Periodic work: `due` finds items, `work` processes one, `failed` reports an error. One process never works on the same id twice at once.
 */
export type DueWork<T extends { readonly id: string }> = {
  /** Polling interval; `atOnce` is the maximum in flight. */
  readonly everyMs: number;
  readonly atOnce: number;
  /** Runs before each poll that does not continue the previous one. A failure is reported and stops nothing. */
  readonly before?: () => Promise<unknown>;
  due(limit: number): Promise<readonly T[]>;
  work(item: T): Promise<unknown>;
  failed(id: string | undefined, error: unknown): void;
};

/** Work in the background. `stop` resolves once what is in flight has ended. */
export type DueWorker = { stop(): Promise<void> };

/**
 * Polls immediately and then at intervals, without a pause while more is due. A failing or slow item does not delay the others. `stop`
 * waits for what is in flight.
 */
export function startDueWork<T extends { readonly id: string }>(work: DueWork<T>): DueWorker {
  const taking = createTaking(work);
  void taking.look();
  const timer = setInterval(() => void taking.look(), work.everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await taking.stop();
    },
  };
}

/** Processes everything that is due now, each item once, and resolves when it is done. Never throws. */
export async function doDueWork<T extends { readonly id: string }>(work: DueWork<T>): Promise<void> {
  const taking = createTaking(work);
  await taking.look();
  await taking.ended();
}

type Taking = {
  /** Starts what is due and not in flight. An item that becomes due again during a poll waits for the next one. */
  look(): Promise<void>;
  /** Resolves when nothing is in flight. */
  ended(): Promise<void>;
  /** Takes up nothing more, and resolves when nothing is in flight. */
  stop(): Promise<void>;
};

function createTaking<T extends { readonly id: string }>(wanted: DueWork<T>): Taking {
  const { atOnce, failed } = wanted;
  const inFlight = new Map<string, Promise<void>>();
  const looking = new Set<Promise<void>>();
  const tried = new Set<string>();
  let isStopped = false;
  /** Whether more was due than could be taken up. */
  let isBehind = false;

  function start(item: T): void {
    const { id } = item;
    tried.add(id);
    const done = wanted
      .work(item)
      .catch((error: unknown) => failed(id, error))
      .then(() => {
        inFlight.delete(id);
        if (isBehind) goOn();
      });
    inFlight.set(id, done);
  }

  async function takeUp(): Promise<void> {
    if (isStopped || inFlight.size >= atOnce) return;
    try {
      const limit = atOnce + inFlight.size + tried.size;
      const due = await wanted.due(limit);
      const waiting = due.filter(({ id }) => !inFlight.has(id) && !tried.has(id));
      const free = isStopped ? 0 : Math.max(0, atOnce - inFlight.size);
      isBehind = waiting.length > free || due.length === limit;
      for (const item of waiting.slice(0, free)) start(item);
    } catch (error) {
      failed(undefined, error);
    }
  }

  async function pollFromStart(): Promise<void> {
    await wanted.before?.().catch((error: unknown) => failed(undefined, error));
    await takeUp();
  }

  function goOn(take: () => Promise<void> = takeUp): Promise<void> {
    const round: Promise<void> = take().then(() => void looking.delete(round));
    looking.add(round);
    return round;
  }

  const ended = async (): Promise<void> => {
    while (looking.size + inFlight.size > 0) await Promise.all([...looking, ...inFlight.values()]);
  };
  return {
    look() {
      tried.clear();
      return goOn(pollFromStart);
    },
    ended,
    async stop() {
      isStopped = true;
      await ended();
    },
  };
}

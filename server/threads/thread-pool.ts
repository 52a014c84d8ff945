/** A few worker threads behind one `ask`: started when first needed, one message at a time each, replaced when they die. */
import { type TransferListItem, Worker } from 'node:worker_threads';

/** Why a thread gave no answer: its deadline passed, or it died (out of memory, a crash, a module that would not load). */
export class ThreadError extends Error {
  readonly reason: 'timeout' | 'crashed';

  constructor(reason: 'timeout' | 'crashed', cause?: unknown) {
    super(`a worker thread ${reason === 'timeout' ? 'missed its deadline' : 'died'}`, { cause });
    this.name = 'ThreadError';
    this.reason = reason;
  }
}

/** `size`: threads at most; `deadlineMs`: from `ask` to answer, waiting in line included; `memoryMb`: heap of each thread. */
export type ThreadPoolOptions = { readonly size: number; readonly deadlineMs: number; readonly memoryMb: number };

type Job = {
  readonly message: unknown;
  readonly given: readonly TransferListItem[];
  readonly timer: NodeJS.Timeout;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: ThreadError) => void;
};

type Thread = { readonly worker: Worker; job: Job | undefined };

/** Threads over a module that answers each message with one message. Idle ones do not keep the process alive. */
export class ThreadPool {
  readonly #entry: URL;
  readonly #options: ThreadPoolOptions;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];

  constructor(entry: URL, options: ThreadPoolOptions) {
    this.#entry = entry;
    this.#options = options;
  }

  /**
   * The answer to a message. Throws `ThreadError` when none comes in time; the next message is answered all the same. The buffers in
   * `given` are moved to the thread rather than copied, and are empty here afterwards.
   */
  ask(message: unknown, given: readonly TransferListItem[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#abandon(job), this.#options.deadlineMs);
      const job: Job = { message, given, timer, resolve, reject };
      this.#waiting.push(job);
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#idleThread();
      if (!thread) return;
      const job = this.#waiting.shift();
      thread.job = job;
      thread.worker.ref();
      thread.worker.postMessage(job?.message, job?.given);
    }
  }

  #idleThread(): Thread | undefined {
    const idle = [...this.#threads].find(({ job }) => !job);
    return idle ?? (this.#threads.size < this.#options.size ? this.#start() : undefined);
  }

  #start(): Thread {
    const thread: Thread = { worker: startWorker(this.#entry, this.#options.memoryMb), job: undefined };
    let cause: unknown;
    thread.worker.on('message', (answer) => {
      this.#release(thread)?.resolve(answer);
      this.#dispatch();
    });
    thread.worker.on('error', (error) => {
      cause = error;
    });
    thread.worker.on('exit', () => {
      this.#threads.delete(thread);
      this.#release(thread)?.reject(new ThreadError('crashed', cause));
      this.#dispatch();
    });
    this.#threads.add(thread);
    return thread;
  }

  /** The thread's job, if it has one, without its deadline. */
  #release(thread: Thread): Job | undefined {
    const { job } = thread;
    thread.job = undefined;
    thread.worker.unref();
    clearTimeout(job?.timer);
    return job;
  }

  #abandon(job: Job): void {
    const place = this.#waiting.indexOf(job);
    if (place >= 0) this.#waiting.splice(place, 1);
    const busy = [...this.#threads].find((thread) => thread.job === job);
    if (busy) {
      this.#threads.delete(busy);
      this.#release(busy);
      void busy.worker.terminate();
    }
    job.reject(new ThreadError('timeout'));
    this.#dispatch();
  }
}

/** From source the thread has to learn TypeScript too: on Node 20 it inherits no loader, and `--import tsx` does nothing in a worker. */
function startWorker(entry: URL, memoryMb: number): Worker {
  // The options of the main thread's command line (--input-type, --inspect-brk) are not for this one.
  const options = { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: memoryMb } };
  if (!entry.pathname.endsWith('.ts')) return new Worker(entry, options);
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const boot = `import(${tsx}).then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}); })`;
  return new Worker(boot, { ...options, eval: true });
}

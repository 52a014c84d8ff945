/** Reads files of sales beside the event loop: 14 MB of one line would stop every customer for as long as it is read. */
import { FairQueue } from '../../threads/fair-queue.ts';
import { nextSlice } from '../../threads/slices.ts';
import { ThreadError, ThreadPool } from '../../threads/thread-pool.ts';
import type { SubmittedLine } from '../intake/submitted-sale.ts';
import { type ReadingOutcome, type ReadingRequest, readLines } from './read-lines.ts';
import type { ReadingAnswer } from './reading-worker.ts';
import type { SaleLine } from './sale-lines.ts';

/** A thread costs more than so little: some ten sales, some milliseconds. */
const ON_THE_SPOT_BYTES = 16 * 1024;
const DEADLINE_MS = 60_000;
const MEMORY_MB = 512;
/** Each file is up to 16 MB in memory while it waits. */
const LINE = { width: 1, mostOfOne: 4, mostOfAll: 16, longestWaitMs: 30_000 };

// From source this file ends in .ts and so does the worker's.
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './reading-worker.ts' : './reading-worker.js',
  import.meta.url,
);

let pool: ThreadPool | undefined;
const queue = new FairQueue(LINE);

type LineOf<Request extends ReadingRequest> = Request['kind'] extends 'file' ? SubmittedLine : SaleLine;

/**
 * The lines of a file, whose bytes are given away and cannot be read again. `party` is whose it is: they take turns. Throws `QueueFull` when too many files wait, and `ThreadError` when
 * this one takes more time or memory than any honest file.
 */
export async function readInThread<Request extends ReadingRequest>(
  party: string,
  request: Request,
): Promise<ReadingOutcome<LineOf<Request>>> {
  type Outcome = ReadingOutcome<LineOf<Request>>;
  if (request.bytes.length <= ON_THE_SPOT_BYTES) return (await readLines(request)) as Outcome;
  pool ??= new ThreadPool(WORKER, { size: 1, deadlineMs: DEADLINE_MS, memoryMb: MEMORY_MB });
  const threads = pool;
  const answer = (await queue.run(party, () => threads.ask(request, buffersOf(request)))) as ReadingAnswer;
  if (answer.kind !== 'batches') return answer;
  const lines: LineOf<Request>[] = [];
  for (const batch of answer.batches) {
    await nextSlice();
    lines.push(...(JSON.parse(batch) as LineOf<Request>[]));
  }
  return { kind: 'lines', lines };
}

/** To copy 14 MB to the thread would hold the loop for some 30 ms. A buffer that holds more than this file stays here. */
function buffersOf({ bytes }: ReadingRequest): readonly ArrayBuffer[] {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength ? [buffer] : [];
}

/** Whether a file failed to be read because of what it costs, and would again. */
export function isTooCostly(error: unknown): boolean {
  return error instanceof ThreadError;
}

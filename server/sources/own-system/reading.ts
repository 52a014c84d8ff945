/** Reads files of sales and of product mappings off the event loop: parsing 14 MB in one line would hold up every customer. */
import type { TransferListItem } from 'node:worker_threads';
import { FairQueue } from '../../threads/fair-queue.ts';
import { discard, type Parcel } from '../../threads/parcel.ts';
import { nextSlice } from '../../threads/slices.ts';
import { ThreadError, ThreadPool } from '../../threads/thread-pool.ts';
import type { SubmittedLine } from '../intake/submitted-sale.ts';
import type { ProductLine } from './product-csv.ts';
import { type ReadingOutcome, type ReadingRequest, readLines } from './read-lines.ts';
import type { ReadingAnswer } from './reading-worker.ts';
import type { SaleLine } from './sale-lines.ts';

/** Up to this size a thread costs more than it saves: some ten sales, some milliseconds. */
const ON_THE_SPOT_BYTES = 16 * 1024;
const DEADLINE_MS = 60_000;
const MEMORY_MB = 512;
/** Each waiting file takes up to 16 MB of memory. */
const LINE = { width: 1, mostOfOne: 4, mostOfAll: 16, longestWaitMs: 30_000 };

// When run from source, this file ends in .ts, and so does the worker's.
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './reading-worker.ts' : './reading-worker.js',
  import.meta.url,
);

let pool: ThreadPool | undefined;
const queue = new FairQueue(LINE);

type LineOf<Request extends ReadingRequest> = {
  readonly file: SubmittedLine;
  readonly sales: SaleLine;
  readonly products: ProductLine;
}[Request['kind']];

/**
 * Reads the lines of a file. Its content is transferred to the thread and cannot be read again. `party` is the owner; owners take turns. Throws
 * `QueueFull` if too many files wait, and `ThreadError` if this one takes more time or memory than any honest file.
 */
export async function readInThread<Request extends ReadingRequest>(
  party: string,
  request: Request,
): Promise<ReadingOutcome<LineOf<Request>>> {
  type Outcome = ReadingOutcome<LineOf<Request>>;
  const { content } = request;
  if (content.byteLength <= ON_THE_SPOT_BYTES) return (await readLines(request)) as Outcome;
  pool ??= new ThreadPool(WORKER, { size: 1, deadlineMs: DEADLINE_MS, memoryMb: MEMORY_MB });
  const threads = pool;
  const asked = queue.run(party, () => threads.ask(request, givenWith(content)));
  const answer = (await asked.finally(() => {
    // The bytes of a file whose turn never came.
    if (!(content instanceof Uint8Array)) discard(content);
  })) as ReadingAnswer;
  if (answer.kind !== 'batches') return answer;
  const lines: LineOf<Request>[] = [];
  for (const batch of answer.batches) {
    await nextSlice();
    lines.push(...(JSON.parse(batch) as LineOf<Request>[]));
  }
  return { kind: 'lines', lines };
}

/** Copying 14 MB to the thread would block the loop for about 30 ms. A buffer that holds more than this file is not transferred. */
function givenWith(content: Uint8Array | Parcel): readonly TransferListItem[] {
  if (!(content instanceof Uint8Array)) return [content.port];
  const { buffer, byteLength } = content;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}

/** Whether reading a file failed because of its cost, and would fail again. */
export function isTooCostly(error: unknown): boolean {
  return error instanceof ThreadError;
}

/** Entry of the reading thread: one file at a time, its lines answered in batches that are quickly unpacked. */
import { parentPort } from 'node:worker_threads';
import { type ReadingOutcome, type ReadingRequest, readLines } from './read-lines.ts';

/** Lines as JSON: a text crosses between threads as it is, where an object is taken apart and put together again. */
export type ReadingAnswer =
  | Exclude<ReadingOutcome<unknown>, { readonly kind: 'lines' }>
  | { readonly kind: 'batches'; readonly batches: readonly string[] };

/** Some milliseconds of unpacking. */
const BATCH = 100;

parentPort?.on('message', async (request: ReadingRequest) => {
  const outcome = await readLines(request);
  parentPort?.postMessage(outcome.kind === 'lines' ? batchesOf(outcome.lines) : outcome);
});

function batchesOf(lines: readonly unknown[]): ReadingAnswer {
  const batches: string[] = [];
  for (let from = 0; from < lines.length; from += BATCH) batches.push(JSON.stringify(lines.slice(from, from + BATCH)));
  return { kind: 'batches', batches };
}

/** Entry point of the reading thread. It reads one file at a time and answers its lines in batches that are quick to unpack. */
import { answerMessages } from '../../threads/answer-messages.ts';
import { type ReadingOutcome, type ReadingRequest, readLines } from './read-lines.ts';

/** Lines as JSON text, which passes between threads unchanged, while an object would be cloned. */
export type ReadingAnswer =
  | Exclude<ReadingOutcome<unknown>, { readonly kind: 'lines' }>
  | { readonly kind: 'batches'; readonly batches: readonly string[] };

/** A batch takes some milliseconds to unpack. */
const BATCH = 100;

answerMessages(async (request: ReadingRequest): Promise<ReadingAnswer> => {
  const outcome = await readLines(request);
  return outcome.kind === 'lines' ? batchesOf(outcome.lines) : outcome;
});

function batchesOf(lines: readonly unknown[]): ReadingAnswer {
  const batches: string[] = [];
  for (let from = 0; from < lines.length; from += BATCH) batches.push(JSON.stringify(lines.slice(from, from + BATCH)));
  return { kind: 'batches', batches };
}

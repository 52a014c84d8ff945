/** Reads the lines of one file of the journal. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type EntryHead, guessHead, toHead } from './entry.ts';

/** A line of the journal: an intact one with its text, or a damaged one with what is left of its head. */
export type JournalLine =
  | { readonly kind: 'intact'; readonly head: EntryHead; readonly text: string }
  | { readonly kind: 'damaged'; readonly head: EntryHead | undefined };

/** Some dozens of invoices: more than a server has under way when it dies. */
const END_BYTES = 256 * 1024;

/**
 * The lines of a file in their order; of one that is read from the byte `from`, those that begin after it. A line that a crash cut off is the
 * last of its file, and nothing was done on the strength of it.
 */
export async function* linesOf(path: string, from = 0): AsyncGenerator<JournalLine> {
  let isPart = from > 0;
  let doubtful: JournalLine | undefined;
  const input = createReadStream(path, { start: from });
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (isPart) {
      isPart = false;
      continue;
    }
    if (doubtful) yield doubtful;
    const head = toHead(text);
    doubtful = head ? undefined : { kind: 'damaged', head: guessHead(text) };
    if (head) yield { kind: 'intact', head, text };
  }
}

/** The lines at the end of a file, at least one if it has any. */
export async function* lastLinesOf(path: string): AsyncGenerator<JournalLine> {
  const { size } = await stat(path);
  for (let bytes = END_BYTES; ; bytes *= 4) {
    const from = Math.max(0, size - bytes);
    let isEmpty = true;
    for await (const line of linesOf(path, from)) {
      isEmpty = false;
      yield line;
    }
    if (!isEmpty || from === 0) return;
  }
}

/** Reads the lines of one file of the journal. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type EntryHead, guessHead, toHead } from './entry.ts';

/** A line of the journal: an intact one with its text, or a damaged one with what is left of its head. */
export type JournalLine =
  | { readonly kind: 'intact'; readonly head: EntryHead; readonly text: string }
  | { readonly kind: 'damaged'; readonly head: EntryHead | undefined };

/** The lines of a file in their order. One that a crash cut off is the last of its file, and nothing was done on the strength of it. */
export async function* linesOf(path: string): AsyncGenerator<JournalLine> {
  let doubtful: JournalLine | undefined;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (doubtful) yield doubtful;
    const head = toHead(text);
    doubtful = head ? undefined : { kind: 'damaged', head: guessHead(text) };
    if (head) yield { kind: 'intact', head, text };
  }
}

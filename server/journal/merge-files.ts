/** Reads several files of the journal as one, in the order in which their lines were written. */
import { type JournalLine, linesOf } from './file-lines.ts';
import type { JournalFile } from './stamp-journal.ts';

/** A file of the journal, and when the earliest of its lines was written (epoch milliseconds). */
export type DatedFile = JournalFile & { readonly from: number };

type Reading = { readonly lines: AsyncGenerator<JournalLine>; line: JournalLine; at: number };

/**
 * The lines of all files by their time, as a process of the command line has a file of its own beside the server's. The order within a file
 * stays, whatever its times say. One line of a file is in memory, and only those files are open that were written at the same time.
 */
export async function* linesInOrder(files: readonly DatedFile[]): AsyncGenerator<JournalLine> {
  const unopened = [...files].sort((a, b) => a.from - b.from);
  const open: Reading[] = [];
  try {
    for (;;) {
      open.sort((a, b) => a.at - b.at);
      const [reading] = open;
      const [next] = unopened;
      if (next && (!reading || next.from <= reading.at)) {
        unopened.shift();
        const lines = linesOf(next.path);
        const { value: line, done } = await lines.next();
        if (!done) open.push({ lines, line, at: line.head?.at ?? next.from });
        continue;
      }
      if (!reading) return;
      yield reading.line;
      const { value: line, done } = await reading.lines.next();
      if (done) open.shift();
      else Object.assign(reading, { line, at: line.head?.at ?? reading.at });
    }
  } finally {
    for (const { lines } of open) await lines.return(undefined);
  }
}

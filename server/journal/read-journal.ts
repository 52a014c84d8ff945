/** Reads the journal: which of its lines the database lacks, and those lines one by one. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { RestoreStore, Standing } from '../invoicing/restore-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { type EntryHead, guessHead, toHead } from './entry.ts';
import { type JournalFile, journalFiles } from './stamp-journal.ts';

const AT_ONCE = 500;

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

/** What the database lacks of a journal. */
export type Lacking = {
  /** The files with the lines that it lacks, oldest first. */
  readonly files: readonly JournalFile[];
  /** The highest number of each serie in them. */
  readonly numbers: readonly (Tenant & { readonly serie: string; readonly folio: number })[];
};

/** Where to look, and for which merchants: those that the database does not have are no business of it. */
export type Looking = {
  readonly folder: string;
  readonly restoring: RestoreStore;
  readonly isKnown: (merchantId: string) => boolean;
};

/**
 * Looks from the newest day back to one that has a file of which nothing is lacking. What a line says was in the database before it was
 * written, but for a stamp, so what was written on earlier days is there too.
 */
export async function lackingOf({ folder, restoring, isKnown }: Looking): Promise<Lacking> {
  const files: JournalFile[] = [];
  const numbers = new Map<string, Lacking['numbers'][number]>();
  let wholeDay: string | undefined;
  for (const file of [...(await journalFiles(folder))].reverse()) {
    if (wholeDay !== undefined && file.day < wholeDay) break;
    let [lines, lacking] = [0, 0];
    for await (const heads of batches(linesOf(file.path), isKnown)) {
      lines += heads.length;
      const ids = new Set(heads.flatMap((head) => head?.invoiceId ?? []));
      const standings = await restoring.standings([...ids]);
      lacking += heads.filter((head) => !head || !has(standings.get(head.invoiceId), head)).length;
      for (const head of heads) if (head) count(numbers, head);
    }
    if (lacking > 0) files.unshift(file);
    else if (lines > 0) wholeDay = file.day;
  }
  return { files, numbers: [...numbers.values()] };
}

/** Heads of intact lines, `undefined` for damaged ones, some hundred at a time. */
async function* batches(lines: AsyncGenerator<JournalLine>, isKnown: Looking['isKnown']) {
  let batch: (EntryHead | undefined)[] = [];
  for await (const { kind, head } of lines) {
    if (head && !isKnown(head.merchantId)) continue;
    if (batch.push(kind === 'intact' ? head : undefined) < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

const SETTLED = /^(stamped|rejected|reconcile|canceled)$/;

/** Whether the database has what a line says. */
export function has(standing: Standing | undefined, { kind, fence, uuid }: EntryHead): boolean {
  if (standing === undefined) return false;
  if (kind === 'stamped') return standing.uuid?.toLowerCase() === uuid?.toLowerCase();
  if (kind === 'canceled') return standing.state === 'canceled';
  // What a person decides about an invoice in `reconcile` is written days later.
  if (kind === 'rejected') return SETTLED.test(standing.state) && standing.state !== 'reconcile';
  return SETTLED.test(standing.state) || standing.fence >= fence;
}

function count(numbers: Map<string, Lacking['numbers'][number]>, { merchantId, world, serie, folio }: EntryHead): void {
  const key = JSON.stringify([merchantId, world, serie]);
  if ((numbers.get(key)?.folio ?? 0) < folio) numbers.set(key, { merchantId, world, serie, folio });
}

/** Which of the journal's lines the database lacks. */
import type { RestoreStore, Standing } from '../invoicing/restore-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { EntryHead } from './entry.ts';
import { type JournalLine, lastLinesOf, linesOf } from './file-lines.ts';
import type { DatedFile } from './merge-files.ts';
import { journalFiles } from './stamp-journal.ts';

const AT_ONCE = 500;

/** What the database lacks of a journal. */
export type Lacking = {
  /** The files with the lines that it lacks. */
  readonly files: readonly DatedFile[];
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
 * written, but for a stamp, so what was written on earlier days is there too. As a file's day is only what a clock said that may have been off,
 * the end of every older file is read as well: what was written after the backup is there.
 */
export async function lackingOf(looking: Looking): Promise<Lacking> {
  const files: DatedFile[] = [];
  const numbers = new Map<string, Lacking['numbers'][number]>();
  let wholeDay: string | undefined;
  for (const file of [...(await journalFiles(looking.folder))].reverse()) {
    if (wholeDay !== undefined && file.day < wholeDay) {
      const end = await compare(looking, lastLinesOf(file.path), numbers);
      if (end.lines > 0 && end.lacking === 0) continue;
    }
    const { lines, lacking, from } = await compare(looking, linesOf(file.path), numbers);
    if (lacking > 0) files.push({ ...file, from });
    else if (lines > 0) wholeDay ??= file.day;
  }
  return { files, numbers: [...numbers.values()] };
}

type Compared = { readonly lines: number; readonly lacking: number; readonly from: number };

/** How many of the lines the database lacks, and when the earliest was written. Their numbers are counted in. */
async function compare(
  { restoring, isKnown }: Looking,
  lines: AsyncGenerator<JournalLine>,
  numbers: Map<string, Lacking['numbers'][number]>,
): Promise<Compared> {
  const all = { lines: 0, lacking: 0, from: Number.POSITIVE_INFINITY };
  for await (const heads of batches(lines, isKnown)) {
    const ids = new Set(heads.flatMap((head) => head?.invoiceId ?? []));
    const standings = await restoring.standings([...ids]);
    all.lines += heads.length;
    all.lacking += heads.filter((head) => !head || !has(standings.get(head.invoiceId), head)).length;
    all.from = Math.min(all.from, ...heads.flatMap((head) => head?.at ?? []));
    for (const head of heads) if (head) count(numbers, head);
  }
  return all;
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

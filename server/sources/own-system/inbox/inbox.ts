/**
 * An inbox folder for each source of type csv, in which a till or a synchronized folder leaves spreadsheets: they are read, archived, and
 * answered with another spreadsheet that says what happened to each line.
 */
import { rename } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Intake } from '../../intake/intake-context.ts';
import type { SubmittedLine } from '../../intake/submitted-sale.ts';
import type { SourceAccount } from '../../settings.ts';
import { ingestSales } from '../ingest-sales.ts';
import type { FileFormat } from '../read-sales.ts';
import { isTooCostly, readInThread } from '../reading.ts';
import { filesIn, ownFolder, readPlainFile, replaceFile } from './inbox-files.ts';
import { resultOf } from './inbox-result.ts';

/** The inbox folders of every source of type csv. */
export type Inbox = {
  /** Reads the files that have not changed since the last round. A folder that fails does not stop the others. */
  round(): Promise<void>;
};

const FORMATS: ReadonlyMap<string, FileFormat> = new Map(
  Object.entries({
    ...{ '.csv': 'csv', '.txt': 'csv', '.tsv': 'csv' },
    ...{ '.json': 'json', '.ndjson': 'json', '.jsonl': 'json' },
    // Read only to tell the merchant how to save it.
    ...{ '.xlsx': 'csv', '.xls': 'csv' },
  } as const),
);
const AGAIN_MS = 300_000;
/** Files are read as a whole; a year of a busy till is smaller. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Folder names are in Spanish, because the merchant's people see them. */
const TAKEN = 'en proceso';
const DONE = 'procesados';
/** File systems allow names of 255 bytes, and an archived file has its date before the name and `.resultado.csv` after it. */
const LONGEST_NAME = 120;

/**
 * Creates the inbox. Folders are `{directory}/{source's id}`. A file is claimed by renaming it, and its sales get the time of its last change as
 * their version: processing it again after a crash, or by a second server, changes nothing. Links are ignored.
 */
export function createInbox(intake: Intake, directory: string): Inbox {
  /** What was in each folder in the last round, and when to retry files that could not be claimed. */
  const seen = new Map<string, ReadonlyMap<string, string>>();
  const notBefore = new Map<string, number>();

  async function look(account: SourceAccount): Promise<void> {
    const folder = join(directory, account.id);
    for (const part of ['', TAKEN, DONE]) await ownFolder(join(folder, part));
    const files = await readable(folder);
    const before = seen.get(folder);
    seen.set(folder, files);
    const taken = await readable(join(folder, TAKEN));
    for (const [name, state] of files) {
      // Its writer may not have finished, and an earlier file with the same name has to be processed first.
      if (before?.get(name) === state && !taken.has(name)) await rename(join(folder, name), join(folder, TAKEN, name));
    }
    for (const name of (await readable(join(folder, TAKEN))).keys()) await takeAgain(account, folder, name);
  }

  async function takeAgain(account: SourceAccount, folder: string, name: string): Promise<void> {
    const path = join(folder, TAKEN, name);
    if ((notBefore.get(path) ?? 0) > intake.now()) return;
    notBefore.set(path, intake.now() + AGAIN_MS);
    await takeFile(intake, account, folder, name);
    notBefore.delete(path);
  }

  return {
    async round() {
      for (const account of await intake.store.sources.every(['csv'])) {
        await look(account).catch((error: unknown) => {
          const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
          intake.log('source.inbox-failed', { source: account.id, error: why });
        });
      }
    },
  };
}

async function readable(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = await filesIn(folder);
  return new Map([...files].filter(([name]) => !name.startsWith('.') && FORMATS.has(extensionOf(name))));
}

/** A file that is still being written stays for the next round, so that an archived file was read completely. */
async function takeFile(intake: Intake, account: SourceAccount, folder: string, name: string): Promise<void> {
  const path = join(folder, TAKEN, name);
  const file = await readPlainFile(path, MOST_BYTES);
  // Another server has archived it in the meantime.
  if (file === undefined) return;
  const lines = await readLines(intake, account, name, file.bytes);
  const outcomes = await ingestSales(intake, account, lines, Math.min(file.changedAt, intake.now()));
  const after = (await filesIn(join(folder, TAKEN))).get(name);
  if (after !== undefined && after !== file.state) return;
  const stamp = new Date(file.changedAt).toISOString().slice(0, 19).replaceAll(':', '-');
  const done = join(folder, DONE, `${stamp} ${shortened(name)}`);
  await replaceFile(`${done}.resultado.csv`, resultOf(outcomes));
  await rename(path, done);
  const refused = outcomes.filter(({ result }) => result === 'refused').length;
  intake.log('source.inbox-taken', { source: account.id, lines: outcomes.length, refused });
}

const TOO_LARGE: readonly SubmittedLine[] = [
  { kind: 'faults', line: 1, faults: [{ code: 'file-too-large', pointer: '' }] },
];

async function readLines(
  intake: Intake,
  account: SourceAccount,
  name: string,
  bytes: Uint8Array | 'too-large',
): Promise<readonly SubmittedLine[]> {
  if (bytes === 'too-large') return TOO_LARGE;
  const format = FORMATS.get(extensionOf(name)) ?? 'csv';
  const { tenant, settings } = account;
  const branches = await intake.store.merchants.listBranches(tenant.merchantId);
  const request = { kind: 'file', content: bytes, format, account: { tenant, settings }, branches } as const;
  try {
    const read = await readInThread(tenant.merchantId, { ...request, most: Number.POSITIVE_INFINITY });
    return read.kind === 'lines' ? read.lines : [];
  } catch (error) {
    // A file that costs too much to read now will cost too much in the next round; one that only has to wait is retried.
    if (isTooCostly(error)) return TOO_LARGE;
    throw error;
  }
}

function extensionOf(name: string): string {
  return extname(name).toLowerCase();
}

function shortened(name: string): string {
  const extension = extname(name);
  let base = name.slice(0, name.length - extension.length);
  while (Buffer.byteLength(base) > LONGEST_NAME) base = base.slice(0, -1);
  return `${base}${extension}`;
}

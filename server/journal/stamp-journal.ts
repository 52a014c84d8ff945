/**
 * The journal of stamps: lines that are only ever added, outside the database, so that restoring an older backup of it does not undo them.
 * Each process and each day has a file of its own; what several callers add at the same time shares one fsync.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreUnavailable } from '../problems/store-unavailable.ts';

/**
 * A quarter: nobody restores an older backup than that and goes on selling, and what it lacks of older documents is in its own tables. Events
 * and PDFs are kept for as long.
 */
const KEPT_MS = 92 * 86_400_000;
/** A clock that runs fast names a day or two by which nothing is sealed any more once a PAC has answered. */
const DOUBTED_DAYS = 3;

const DAY_LENGTH = '2026-11-30'.length;
const FILE = /^\d{4}-\d{2}-\d{2}T[\d-]+Z-[\da-f]{8}\.stamps$/;

/** An open journal. */
export type StampJournal = {
  /** Resolves when the line is on the disk. Throws `StoreUnavailable` if it cannot be written; nothing must be done then. */
  append(line: Promise<string>): Promise<void>;
  /**
   * Deletes the files of days that are over for more than a quarter: before `now`, and before the days in which it was written last, as `now` may
   * be wrong and what is deleted does not come back.
   */
  prune(now: number): Promise<void>;
  close(): Promise<void>;
};

/** A file of a journal, and the day (UTC) in which every line of it was written. */
export type JournalFile = { readonly path: string; readonly day: string };

/** The files in a journal's folder, oldest first; none if there is no folder. */
export async function journalFiles(folder: string): Promise<readonly JournalFile[]> {
  const names = await readdir(folder).catch(nothingThere);
  const own = names.filter((name) => FILE.test(name)).sort();
  return own.map((name) => ({ path: join(folder, name), day: name.slice(0, DAY_LENGTH) }));
}

function nothingThere(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

type OpenFile = { readonly handle: FileHandle; readonly path: string; readonly day: string; isEmpty: boolean };
type Waiting = { readonly line: Promise<string>; resolve(): void; reject(error: unknown): void };

/** Opens the journal in this folder. Neither the folder nor a file is made before there is a line for it. */
export function openJournal(folder: string): StampJournal {
  const waiting: Waiting[] = [];
  let file: OpenFile | undefined;
  let writing: Promise<void> | undefined;

  async function leaveFile(): Promise<void> {
    const left = file;
    file = undefined;
    await left?.handle.close();
    if (left?.isEmpty) await rm(left.path);
  }

  async function fileOf(day: string): Promise<OpenFile> {
    if (file?.day !== day) {
      await leaveFile();
      file = { ...(await newFile(folder)), day, isEmpty: true };
    }
    return file;
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0);
      try {
        const lines = await Promise.all(batch.map(({ line }) => line));
        const into = await fileOf(dayOf(Date.now()));
        await into.handle.appendFile(lines.join(''));
        await into.handle.datasync();
        into.isEmpty = false;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // Half a line may be there, which must stay the last one of its file.
        await leaveFile().catch(() => {});
        for (const { reject } of batch) reject(new StoreUnavailable(error));
      }
    }
    writing = undefined;
  }

  return {
    append: (line) =>
      new Promise((resolve, reject) => {
        waiting.push({ line, resolve, reject });
        writing ??= writeAll();
      }),
    async prune(now) {
      const files = await journalFiles(folder);
      const last = [...new Set(files.map(({ day }) => day))].at(-1 - DOUBTED_DAYS);
      if (last === undefined) return;
      const before = dayOf(Math.min(now, Date.parse(last)) - KEPT_MS);
      for (const { day, path } of files) if (day < before) await rm(path);
    },
    async close() {
      await writing;
      await leaveFile();
    },
  };
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, DAY_LENGTH);
}

/** Its name begins with the moment at which it was made. The folder is synced too, or a power loss could take the file with all its lines. */
async function newFile(folder: string): Promise<Pick<OpenFile, 'handle' | 'path'>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${randomBytes(4).toString('hex')}.stamps`;
  const path = join(folder, name);
  const handle = await open(path, 'ax', 0o600);
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
  return { handle, path };
}

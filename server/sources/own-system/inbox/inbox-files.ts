/** Handles files in folders that others may write to: nothing is read or written through a link. */
import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Lists the plain files of a folder by name, each with a stamp that changes when somebody writes to it. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const name of (await readdir(folder)).sort()) {
    // It may have been removed in the meantime.
    const stats = await lstat(join(folder, name)).catch(() => undefined);
    if (stats?.isFile()) files.set(name, stateOf(stats));
  }
  return files;
}

/** Creates the folder if it does not exist. Throws if it is a link. */
export async function ownFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (!(await lstat(folder)).isDirectory()) throw Object.assign(new Error('a link'), { code: 'ENOTDIR' });
}

/** Reads a file, with `changedAt` in epoch milliseconds; `undefined` if it does not exist or is a link. */
export async function readPlainFile(
  path: string,
  mostBytes: number,
): Promise<
  { readonly bytes: Uint8Array | 'too-large'; readonly state: string; readonly changedAt: number } | undefined
> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(absent);
  try {
    const stats = await file?.stat();
    if (!file || !stats?.isFile()) return undefined;
    const bytes = stats.size > mostBytes ? 'too-large' : await file.readFile();
    return { bytes, state: stateOf(stats), changedAt: Math.floor(stats.mtimeMs) };
  } finally {
    await file?.close();
  }
}

/** Writes a file atomically. An existing file or link at the path is replaced, not written to. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const made = `${path}.${randomUUID()}.tmp`;
  await writeFile(made, text, { flag: 'wx' });
  await rename(made, path);
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && ['ENOENT', 'ELOOP'].includes(String(error.code))) return undefined;
  throw error;
}

function stateOf({ size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>): string {
  return `${size} ${mtimeMs}`;
}

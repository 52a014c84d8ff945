/** Files where others may write too: nothing is read or written through a link. */
import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The plain files of a folder by their names, in order, each with what tells it from itself after somebody wrote to it. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const name of (await readdir(folder)).sort()) {
    // Somebody may have taken it away meanwhile.
    const stats = await lstat(join(folder, name)).catch(() => undefined);
    if (stats?.isFile()) files.set(name, stateOf(stats));
  }
  return files;
}

/** Makes the folder where there is none. Throws for one that is a link. */
export async function ownFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (!(await lstat(folder)).isDirectory()) throw Object.assign(new Error('a link'), { code: 'ENOTDIR' });
}

/** A file as it was read, `changedAt` in epoch milliseconds; `undefined` for what is not there, or is a link. */
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

/** Writes a file that is whole or not there; what stands at its place, a link too, is replaced and not written to. */
export async function writeAnew(path: string, text: string): Promise<void> {
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

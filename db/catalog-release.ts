/** A published release of the SAT's catalogues (`catalogs.db`, plain or bzip2, a file or an https URL), opened for reading. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Why a release could not be read, as a message for the operator. Nothing was replaced unless the message says so. */
export class CatalogUpdateError extends Error {
  override readonly name = 'CatalogUpdateError';
}

const TEN_MINUTES_MS = 600_000;
const MOST_REDIRECTS = 5;

/** Fetches and unpacks the release, passes it read-only to `use`, and cleans up in any case. Throws CatalogUpdateError. */
export async function withRelease<T>(
  source: string,
  fetcher: typeof fetch,
  use: (release: Database.Database) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'autofactura-catalogs-'));
  try {
    const isUrl = /^[a-z][a-z\d+.-]+:\/\//i.test(source);
    const file = isUrl ? await download(source, join(directory, 'release'), fetcher) : source;
    const release = new Database(await unpacked(file, join(directory, 'catalogs.db')), { readonly: true });
    try {
      return await use(release);
    } finally {
      release.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Follows redirects itself, so that none leaves https. */
async function download(source: string, to: string, fetcher: typeof fetch): Promise<string> {
  const signal = AbortSignal.timeout(TEN_MINUTES_MS);
  let url = new URL(source);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    if (url.protocol !== 'https:') throw new CatalogUpdateError(`only https is fetched, not ${url.href}`);
    const response = await fetcher(url, { redirect: 'manual', signal });
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location) {
      url = new URL(location, url);
      continue;
    }
    if (!response.ok) throw new CatalogUpdateError(`${url.href} answered ${response.status}`);
    await writeFile(to, new Uint8Array(await response.arrayBuffer()));
    return to;
  }
  throw new CatalogUpdateError(`${source} redirects more than ${MOST_REDIRECTS} times`);
}

/** The SQLite file itself, or the result of bzip2; recognised by the first bytes, not by the name. */
async function unpacked(file: string, to: string): Promise<string> {
  const first = await firstBytes(file);
  if (first.startsWith('SQLite format 3\0')) return file;
  if (!first.startsWith('BZh')) throw new CatalogUpdateError(`${file} is neither a catalogs.db nor a catalogs.db.bz2`);
  await bunzip2(file, to);
  return unpacked(to, to);
}

async function firstBytes(file: string): Promise<string> {
  const handle = await open(file).catch((cause: unknown) => {
    throw new CatalogUpdateError(`${file} cannot be read`, { cause });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Runs the `bzip2` program: it checks every block, and a command that runs twice a year does not justify a dependency. */
async function bunzip2(file: string, to: string): Promise<void> {
  const input = await open(file);
  const output = await open(to, 'w');
  try {
    const [code] = await once(spawn('bzip2', ['-dc'], { stdio: [input.fd, output.fd, 'ignore'] }), 'close');
    if (code !== 0) throw new CatalogUpdateError(`bzip2 could not unpack ${file}: it is damaged or cut short`);
  } catch (cause) {
    if (cause instanceof CatalogUpdateError) throw cause;
    throw new CatalogUpdateError(
      'the bzip2 program is not here: install it, or unpack catalogs.db.bz2 elsewhere and pass the .db',
      {
        cause,
      },
    );
  } finally {
    await input.close();
    await output.close();
  }
}

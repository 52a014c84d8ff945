/** Whether there is room for what the tests write: databases, a browser's profile, PostgreSQL. */
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NEEDED_MB = 500;

/** What to do, in one line, when the folder for temporary files is full or closed; `undefined` when all is well. */
export function whyNoRoom(): string | undefined {
  const folder = tmpdir();
  try {
    const made = mkdtempSync(join(folder, 'autofactura-room-'));
    try {
      writeFileSync(join(made, 'file'), 'x'.repeat(100_000));
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    return `Nothing can be written in ${folder} (${code}): free some room there, or set TMPDIR to a folder with ${NEEDED_MB} MB of it.`;
  }
  const { bavail, bsize } = statfsSync(folder);
  const freeMb = Math.floor((bavail * bsize) / 2 ** 20);
  if (freeMb >= NEEDED_MB) return undefined;
  return `Only ${freeMb} MB are free in ${folder}, and the tests need ${NEEDED_MB}: free some, or set TMPDIR to a folder that has them.`;
}

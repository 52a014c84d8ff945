/**
 * Where a run's temporary files are: in memory where the machine has room, because a server makes each of its commits durable and a disk
 * takes a hundred times as long to do it. What is tested is unchanged: the same calls, on another file system.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const SHARED_MEMORY = '/dev/shm';
/** All that a run of the suite keeps at one time, several times over. */
const ROOM_BYTES = 4 * 2 ** 30;

/** Makes a folder in memory if `roomBytes` are free there, and otherwise in the folder for temporary files. */
export function newMemoryFolder(prefix: string, roomBytes: number): string {
  return mkdtempSync(join(memoryOrDisk(roomBytes), prefix));
}

/** Shared memory, or the folder for temporary files: where a folder with that much room would be. */
export function memoryOrDisk(roomBytes = ROOM_BYTES): string {
  return hasRoom(roomBytes) ? SHARED_MEMORY : tmpdir();
}

/** Whether shared memory has the room, and runs programs, which containers often forbid there. */
function hasRoom(roomBytes: number): boolean {
  try {
    const { bavail, bsize } = statfsSync(SHARED_MEMORY);
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[1] === SHARED_MEMORY);
    return bavail * bsize > roomBytes && !/\bnoexec\b/.test(mount ?? 'noexec');
  } catch {
    return false;
  }
}

/** Where a run's folder is, for its workers. */
const FOLDER_VARIABLE = 'AUTOFACTURA_TEST_MEMORY';
const MAKING_MS = 120_000;

/**
 * A folder that all workers of a run share: the first who asks for it makes and fills it, the others wait for that. Outside of a run this
 * process has one of its own.
 */
export async function sharedFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const run = process.env[FOLDER_VARIABLE];
  if (run === undefined) return ownFolder(name, fill);
  const folder = join(run, name);
  const filled = `${folder}.filled`;
  if (isFirst(folder)) {
    await fill(folder);
    writeFileSync(filled, '');
  }
  const until = Date.now() + MAKING_MS;
  while (!existsSync(filled)) {
    if (Date.now() > until) throw new Error(`whoever began to fill ${folder} did not end`);
    await setTimeout(50);
  }
  return folder;
}

async function ownFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = newMemoryFolder(`autofactura-${name}-`, ROOM_BYTES);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await fill(folder);
  return folder;
}

/** Of several who try to make the folder one succeeds. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/** For a whole run: vitest's `globalSetup`. Answers what removes the folder. */
export default function setup(): () => void {
  const folder = newMemoryFolder('autofactura-tests-', ROOM_BYTES);
  // As root, PostgreSQL runs as a user of its own, who passes through.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  process.env[FOLDER_VARIABLE] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

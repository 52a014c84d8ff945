/**
 * Where a run's temporary files are: in memory where the machine has room, because a server makes each of its commits durable and a disk
 * takes a hundred times as long to do it. What is tested is unchanged: the same calls, on another file system.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

/** For a whole run: vitest's `globalSetup`. Answers what removes the folder. */
export default function setup(): () => void {
  const folder = newMemoryFolder('autofactura-tests-', ROOM_BYTES);
  // As root, PostgreSQL runs as a user of its own, who passes through.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

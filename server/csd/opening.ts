/** Opens CSDs off the event loop, because the file's author decides how long that takes. */
import { FairQueue } from '../threads/fair-queue.ts';
import { ThreadError, ThreadPool } from '../threads/thread-pool.ts';
import type { CsdFiles } from './csd.ts';
import { CHEAP_ROUNDS } from './key-cost.ts';
import { type CsdExpectations, type CsdOutcome, openCsd } from './open-csd.ts';
import type { OpeningAnswer, OpeningRequest } from './opening-worker.ts';
import { roundsToOpenKey } from './private-key.ts';
import { createSealer } from './sealer.ts';

/** The most expensive file that is accepted takes some seconds on a busy machine. */
const DEADLINE_MS = 30_000;
const MEMORY_MB = 128;
const LINE = { width: 1, mostOfOne: 3, mostOfAll: 30, longestWaitMs: 20_000 };

// When run from source, this file ends in .ts, and so does the worker's.
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './opening-worker.ts' : './opening-worker.js',
  import.meta.url,
);

let pool: ThreadPool | undefined;
const queue = new FairQueue(LINE);

/** What was opened, and the key file that opens it again; for a `.pfx`, the one inside. */
export type Opening = { readonly outcome: CsdOutcome; readonly key: Uint8Array };

/** Like `openAside`, for uploads: parties take turns. Throws `QueueFull` if too many are waiting. */
export function openInTurn(party: string, files: CsdFiles, expected: CsdExpectations): Promise<Opening> {
  return isCheap(files) ? openAside(files, expected) : queue.run(party, () => openAside(files, expected));
}

/** Like `openCsd`, also for a `.pfx`. A key that opens as fast as the SAT's is opened here, any other in a thread. */
export async function openAside(files: CsdFiles, expected: CsdExpectations): Promise<Opening> {
  if (files.kind === 'pair' && isCheap(files)) return { outcome: openCsd(files, expected), key: files.key };
  pool ??= new ThreadPool(WORKER, { size: 1, deadlineMs: DEADLINE_MS, memoryMb: MEMORY_MB });
  const request: OpeningRequest = { files, expected };
  try {
    const { opened, key } = (await pool.ask(request)) as OpeningAnswer;
    if (opened.kind === 'refused') return { outcome: opened, key };
    return { outcome: { kind: 'opened', sealer: createSealer(opened.certificate, opened.key) }, key };
  } catch (error) {
    if (!(error instanceof ThreadError)) throw error;
    return { outcome: { kind: 'refused', faults: ['csd-key-too-slow'] }, key: new Uint8Array() };
  }
}

function isCheap(files: CsdFiles): boolean {
  return files.kind === 'pair' && roundsToOpenKey(files.key) <= CHEAP_ROUNDS;
}

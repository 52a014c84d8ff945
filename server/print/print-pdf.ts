/** PDFs, made in a worker thread that starts with the first document: the representación impresa of a CFDI from its XML, and posters. */
import { availableParallelism } from 'node:os';
import { ThreadError, ThreadPool } from '../threads/thread-pool.ts';
import type { PrintShop } from './letterhead.ts';
import type { PosterSheet } from './poster.ts';
import type { PrintAnswer, PrintRequest } from './print-worker.ts';
import type { PrintTheme } from './representacion.ts';

/** `not-a-cfdi` is the caller's text; the others are ours: `failed` to lay out, `timeout`, `crashed`. Printing again is harmless. */
export type PrintFailure = 'not-a-cfdi' | 'failed' | 'timeout' | 'crashed';

/** Why there is no PDF; `message` is for the log. */
export class PrintError extends Error {
  readonly reason: PrintFailure;

  constructor(reason: PrintFailure, detail: string, cause?: unknown) {
    super(`${reason}: ${detail}`, { cause });
    this.name = 'PrintError';
    this.reason = reason;
  }
}

const INK: PrintTheme = { primary: '#1f2937' };
/** A page takes some 20 ms and a global invoice of 2,000 tickets some 3 s; by then the thread is stuck. */
const DEADLINE_MS = 60_000;
const MEMORY_MB = 512;

// From source, this file ends in .ts and so does the worker's; the build puts print-worker.js beside the bundle.
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './print-worker.ts' : './print-worker.js', import.meta.url);

let pool: ThreadPool | undefined;

/**
 * The PDF of a CFDI 4.0, Letter size, in es-MX, with the same bytes for the same input. All fiscal data come from its XML, and the `shop`'s
 * names from the caller. Without a timbre it is a preview marked «SIN TIMBRE», with a test PAC's timbre it says «SIN VALIDEZ FISCAL», and a
 * canceled one «CANCELADA». Throws `PrintError`.
 */
export async function printPdf(
  xml: string,
  options: { readonly theme?: PrintTheme; readonly shop?: PrintShop; readonly canceledOn?: string } = {},
): Promise<Uint8Array> {
  const { primary, logo } = options.theme ?? INK;
  const { shop, canceledOn } = options;
  return pdfOf(await ask({ kind: 'cfdi', xml, theme: { primary, ...(logo && { logo }) }, shop, canceledOn }));
}

/** The PDF of a sheet of posters, the same bytes for the same sheet. Throws `PrintError`. */
export async function printPoster(sheet: PosterSheet): Promise<Uint8Array> {
  return pdfOf(await ask({ kind: 'poster', sheet }));
}

function pdfOf(answer: PrintAnswer): Uint8Array {
  if (answer.kind !== 'pdf') throw new PrintError(answer.kind, answer.detail);
  return answer.pdf;
}

async function ask(request: PrintRequest): Promise<PrintAnswer> {
  // One core is left for the event loop.
  const size = Math.max(1, Math.min(2, availableParallelism() - 1));
  pool ??= new ThreadPool(WORKER, { size, deadlineMs: DEADLINE_MS, memoryMb: MEMORY_MB });
  try {
    return (await pool.ask(request)) as PrintAnswer;
  } catch (error) {
    if (error instanceof ThreadError) throw new PrintError(error.reason, error.message, error.cause);
    throw error;
  }
}

/**
 * Builds and reads large documents off the event loop: a factura global of 1,000 tickets occupies a core for a second, from its sales to its accepted
 * timbre, during which no other request would be answered. A small document takes less time than sending it to a thread.
 */

import type { Comprobante } from '../cfdi/comprobante.ts';
import type { BuildOutcome } from '../cfdi/comprobante-builder.ts';
import type { Sealer } from '../csd/csd.ts';
import type { Fault } from '../problems/problem.ts';
import { ThreadError, ThreadPool } from '../threads/thread-pool.ts';
import type { GlobalSnapshot, Snapshot } from './claim.ts';
import { acceptTimbre, buildDocument, cadenaOf, certify, sealedWith, type TimbreOutcome } from './document.ts';
import type { DocumentAnswer, DocumentWork } from './document-worker.ts';
import { globalFaults } from './global-faults.ts';
import type { SealedDocument } from './invoice.ts';

/** Some 20 ms of work. */
const MANY_CONCEPTOS = 60;
const LONG_XML = 32 * 1024;
const DEADLINE_MS = 30_000;
const MEMORY_MB = 512;

// From source this file ends in .ts and so does the worker's.
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './document-worker.ts' : './document-worker.js',
  import.meta.url,
);

let pool: ThreadPool | undefined;

/** Like `buildDocument`. */
export async function buildDocumentAside(
  snapshot: Snapshot,
  serie: string,
  folio: number,
  now: number,
): Promise<BuildOutcome> {
  return doAside(isLarge(snapshot), 'build', buildDocument, [snapshot, serie, folio, now]);
}

/** Like `globalFaults`. */
export async function globalFaultsAside(
  snapshot: GlobalSnapshot,
  serie: string,
  now: number,
): Promise<readonly Fault[]> {
  return doAside(isLarge(snapshot), 'faults', globalFaults, [snapshot, serie, now]);
}

/** Like `sealDocument`; the signature is made off the event loop whatever the size. */
export async function sealDocumentAside(
  unsealed: Comprobante,
  sealer: Sealer,
  sealedAt: number,
): Promise<SealedDocument> {
  const certified = certify(unsealed, sealer);
  const isMany = certified.conceptos.length > MANY_CONCEPTOS;
  const cadena = await doAside(isMany, 'cadena', cadenaOf, [certified]);
  return doAside(isMany, 'seal', sealedWith, [certified, await sealer.sealAside(cadena), sealedAt]);
}

/** Like `acceptTimbre`. */
export async function acceptTimbreAside(sealed: SealedDocument, stampedXml: string): Promise<TimbreOutcome> {
  return doAside(stampedXml.length > LONG_XML, 'accept', acceptTimbre, [sealed, stampedXml]);
}

function isLarge({ sales }: Snapshot): boolean {
  return sales.reduce((conceptos, sale) => conceptos + sale.conceptos.length, 0) > MANY_CONCEPTOS;
}

/** Works in the thread if it is worth it, and here if that fails: a thread that died must not strand a stamp. */
async function doAside<Given extends readonly unknown[], Done>(
  isWorthIt: boolean,
  name: keyof DocumentWork,
  work: (...given: Given) => Done,
  given: Given,
): Promise<Done> {
  if (!isWorthIt) return work(...given);
  pool ??= new ThreadPool(WORKER, { size: 1, deadlineMs: DEADLINE_MS, memoryMb: MEMORY_MB });
  try {
    const answer = (await pool.ask({ name, given })) as DocumentAnswer;
    return 'done' in answer ? (answer.done as Done) : work(...given);
  } catch (error) {
    if (!(error instanceof ThreadError)) throw error;
    return work(...given);
  }
}

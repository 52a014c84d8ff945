/** One stamp call to the sandbox: configured faults, then a repeat, the checks, the stamp and the answer. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Comprobante } from '../../cfdi/comprobante.ts';
import { type ReadOutcome, readCfdi } from '../../cfdi/comprobante-reader.ts';
import { insertTimbre } from '../../cfdi/timbre.ts';
import { check, type Register } from './checks.ts';
import { FAULTS, type Fault, type Stage } from './faults.ts';
import type { Ledger, SealedBytes, StampWithXml } from './ledger.ts';
import { actsOnce, magicOf } from './magic.ts';
import { incidencia, type Refusal, refusal } from './refusals.ts';
import type { SatSigner } from './sat-signer.ts';

/** What every call to the sandbox works on. */
export type Sandbox = {
  readonly ledger: Ledger;
  readonly signer: SatSigner;
  /** Its clock, in epoch milliseconds; when absent, the system clock moved by the `clock` fault. */
  readonly now?: () => number;
  /** Who is registered: only the SAT's test identities by default. */
  readonly register?: Register;
  /** Aborted when the process has to end: waits are cut short so that what is in flight can finish. */
  readonly stopping: AbortSignal;
};

/** The outcome of a call, independent of any PAC's wording. */
export type Outcome =
  | { readonly kind: 'stamped'; readonly stamp: StampWithXml; readonly repeated: boolean }
  /** A repeat whose timbre is not returned. */
  | { readonly kind: 'repeated-empty' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'turned-away'; readonly by: 'unauthorized' | 'no-credit' | 'maintenance' | 'error-before' };

/** The outcome, and the fault of stage `answer` that garbles its delivery. */
export type Answer = { readonly outcome: Outcome; readonly garbledBy?: Fault };

/** How documents are identified: by their bytes, unless the PAC uses a reference. */
export type Identify = (document: { readonly sha256: string; readonly clientRef: string }) => string;

/** The sandbox's clock: the real time, moved by the `clock` fault. */
export function nowOf(ledger: Ledger): number {
  return Date.now() + (ledger.faults().find(({ fault }) => fault === 'clock')?.offsetMs ?? 0);
}

/** The clock of this sandbox: its server's, if it is built in. */
export function clockOf({ ledger, now }: Sandbox): number {
  return now?.() ?? nowOf(ledger);
}

/** Stamps the document, or returns why not. `drop` means closing the connection without an answer. */
export async function stamp(
  sandbox: Sandbox,
  bytes: Uint8Array,
  clientRef: string,
  identify: Identify = ({ sha256 }) => sha256,
): Promise<Answer | 'drop'> {
  const document = readDocument(bytes, clientRef, identify);
  const acting = createScenario(sandbox.ledger, document);
  const delay = acting('wait');
  const answer = decide(sandbox, document, acting);
  if (delay) await sleep(delay.delayMs, undefined, { signal: sandbox.stopping }).catch(() => undefined);
  return answer;
}

type SentDocument = SealedBytes & { readonly text: string; readonly read: ReadOutcome };

function readDocument(bytes: Uint8Array, clientRef: string, identify: Identify): SentDocument {
  const sha256 = identify({ sha256: createHash('sha256').update(bytes).digest('hex'), clientRef });
  const text = decode(bytes);
  const read = text === undefined ? ({ kind: 'not-a-cfdi', detail: 'no es UTF-8' } as const) : readCfdi(text);
  return { sha256, clientRef, text: text ?? '', read };
}

// Synchronous from the search for an earlier stamp to the record of this one, so that two sends of the same bytes
// cannot interleave and a refusal is definite (`rejectsAfter307Check`).
function decide(sandbox: Sandbox, document: SentDocument, acting: Acting): Answer | 'drop' {
  const { ledger, register } = sandbox;
  const arrival = acting('arrival');
  if (arrival) return arrival.fault === 'drop-before' ? 'drop' : turnedAway(arrival.fault);
  const earlier = ledger.repeat(document.sha256);
  if (earlier) return repeated(earlier, acting);
  const rules = acting('rules');
  if (rules) return refused(ledger, document, simulated(rules));
  const { read } = document;
  if (read.kind === 'not-a-cfdi') return refused(ledger, document, refusal(incidencia('301', read.detail)));
  const found = check(read.file, clockOf(sandbox), register);
  if (found) return refused(ledger, document, found);
  return certify(sandbox, document, read.file.comprobante, acting);
}

type Acting = (stage: Stage) => Fault | undefined;

/** The fault that acts at a stage: one that was set, otherwise one that the document asks for. It counts as used. */
function createScenario(ledger: Ledger, { sha256, read }: SentDocument): Acting {
  const magic = read.kind === 'cfdi' ? magicOf(read.file.comprobante) : [];
  return (stage) => {
    const set = ledger.faults().find(({ fault }) => FAULTS[fault].stage === stage);
    if (set) ledger.useFault(set.fault);
    return (
      set ??
      magic.find(({ fault }) => FAULTS[fault].stage === stage && (!actsOnce(fault) || ledger.firstTime(sha256, fault)))
    );
  };
}

function certify(sandbox: Sandbox, document: SentDocument, comprobante: Comprobante, acting: Acting): Answer {
  const { ledger, signer } = sandbox;
  const atMs = clockOf(sandbox);
  const timbre = signer.sign(comprobante, atMs);
  const stamped = insert(document.text, timbre);
  if (stamped === undefined)
    return refused(ledger, document, refusal(incidencia('301', 'el documento no termina en su Comprobante')));
  const recorded = ledger.record({
    uuid: timbre.uuid,
    sha256: document.sha256,
    clientRef: document.clientRef,
    serie: comprobante.serie ?? null,
    folio: comprobante.folio ?? null,
    emisor: comprobante.emisor.rfc,
    receptor: comprobante.receptor.rfc,
    total: comprobante.total,
    stampedAt: new Date(atMs).toISOString(),
    xml: stamped,
  });
  // Another process on the same ledger may have been first: then this is a repeat.
  if (recorded.uuid !== timbre.uuid) return repeated(recorded, acting);
  return garbled({ kind: 'stamped', stamp: recorded, repeated: false }, acting);
}

function insert(text: string, timbre: Parameters<typeof insertTimbre>[1]): string | undefined {
  try {
    return insertTimbre(text.trimEnd(), timbre);
  } catch {
    return undefined;
  }
}

function repeated(stamp: StampWithXml, acting: Acting): Answer {
  if (acting('repeat')) return { outcome: { kind: 'repeated-empty' } };
  return garbled({ kind: 'stamped', stamp, repeated: true }, acting);
}

function garbled(outcome: Outcome, acting: Acting): Answer {
  const fault = acting('answer');
  return fault ? { outcome, garbledBy: fault } : { outcome };
}

function refused(ledger: Ledger, document: SealedBytes, why: Refusal): Answer {
  ledger.refuse(document, why.code, new Date(nowOf(ledger)).toISOString());
  return { outcome: { kind: 'refused', refusal: why } };
}

const SIMULATED = { lco: '402', 'csd-not-in-lco': '305', stale: '401' } as const;

function simulated({ fault, code = '301' }: Fault): Refusal {
  return refusal(incidencia(fault in SIMULATED ? SIMULATED[fault as keyof typeof SIMULATED] : code));
}

function turnedAway(fault: Fault['fault']): Answer {
  return { outcome: { kind: 'turned-away', by: turnedAwayBy(fault) } };
}

/** How an `arrival` fault that answers at all refuses a call. */
export function turnedAwayBy(fault: Fault['fault']): Extract<Outcome, { kind: 'turned-away' }>['by'] {
  const isAccount = fault === 'unauthorized' || fault === 'no-credit' || fault === 'maintenance';
  return isAccount ? fault : 'error-before';
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Where an adapter is put to the proof: its stand-in, documents to be stamped, the stand-in's faults, and its ledger as the judge. */
import { randomInt } from 'node:crypto';
import { localDateTime } from '../../../server/catalogs/local-time.ts';
import { readCfdi } from '../../../server/cfdi/comprobante-reader.ts';
import { comprobanteXml } from '../../../server/cfdi/comprobante-xml.ts';
import type { Sealer } from '../../../server/csd/csd.ts';
import type { CancelRequest, LookupReply, Pac, PacReply, StampRequest } from '../../../server/pac/pac.ts';
import { issueSealer, sealedXml, ticket } from '../../pac/sandbox/sealed-ticket.ts';
import type { SeenRequest } from '../../stand-ins/bench.ts';
import { clear, seenRequests, setFault, setQuirk } from '../../stand-ins/spawn.ts';

/** An adapter, how to make it, and what its stand-in calls the behaviours that every PAC words differently. */
export type Subject = {
  readonly name: string;
  /** The adapter on the stand-in at `url`, with an account that works or one that does not. */
  create(url: string, options: { readonly timeoutMs: number; readonly account: 'good' | 'bad' }): Pac;
  /** The secrets of the accounts, which no reply may contain. */
  readonly secrets: readonly string[];
  /** Its stand-in's names; absent when the PAC has no such behaviour. */
  readonly quirks: {
    readonly rateLimited?: string;
    readonly suspended?: string;
    /** A look-up that does not find yet what is stamped. */
    readonly lookupLags?: string;
    readonly duplicateIncidences?: string;
    readonly cancelNotYetKnown?: string;
  };
  /** Whether the sandbox's own process stands in for it: it has no quirks and keeps no requests. */
  readonly isSandbox?: true;
};

export type Stamped = {
  readonly uuid: string;
  readonly folio: string;
  readonly asked: number;
  readonly sha256: string;
};

/** A request to cancel as the SAT has it: `requests` counts those that were new to it. */
export type Canceled = {
  readonly uuid: string;
  readonly motivo: string;
  readonly folioSustitucion: string | null;
  readonly requests: number;
};

/** A ticket, sealed unless its issuer seals it, and the reference its invoice would have. */
export type Document = StampRequest & { readonly folio: string };

export type Lab = {
  readonly subject: Subject;
  readonly url: string;
  /** A fresh adapter. Short deadlines by default: late answers are later than a second. */
  pac(options?: { readonly timeoutMs?: number; readonly account?: 'good' | 'bad'; readonly url?: string }): Pac;
  /** A breakfast; `marker` asks the stand-in for a fault of its own (server/pac/README.md, Magic). */
  document(marker?: string, descripcion?: string): Document;
  /** A request to cancel what was stamped of a document, signed by its issuer; motivo 02 unless a substitute is named. */
  cancellation(uuid: string, document: Document, folioSustitucion?: string): Promise<CancelRequest>;
  /** What the SAT has of requests to cancel that folio fiscal, by the stand-in's ledger. */
  cancellationsOf(uuid: string): Promise<readonly Canceled[]>;
  /** Any deadline far away. */
  signal(): AbortSignal;
  fault(fault: object): Promise<void>;
  quirk(name: string, times?: number): Promise<void>;
  /** What the PAC has stamped of this document, by its ledger. */
  stampsOf(document: Document): Promise<readonly Stamped[]>;
  stampedXml(uuid: string): Promise<string>;
  /** How many stamps of this document any other PAC has. */
  stampsElsewhere(document: Document): Promise<number>;
  requests(): Promise<readonly SeenRequest[]>;
  /** No faults, no quirks. */
  reset(): Promise<void>;
};

const LATE_MS = 800;

export type Wrong = (pac: Pac, lab: Lab) => Pac;

/** Opens a lab for a subject, or for what `wrong` makes of it. `others` are the stand-ins of other PACs. */
export async function openLab(
  subject: Subject,
  url: string,
  others: readonly string[],
  wrong: Wrong = (pac) => pac,
): Promise<Lab> {
  const sealer = await labSealer();
  const { sealedBy } = subject.create(url, { timeoutMs: 1, account: 'good' }).capabilities;
  const lab: Lab = {
    subject,
    url,
    pac: ({ timeoutMs = LATE_MS, account = 'good', url: at = url } = {}) =>
      wrong(subject.create(at, { timeoutMs, account }), lab),
    document(marker, descripcion) {
      const plain = ticket();
      const conceptos = plain.conceptos.map((concepto) => ({
        ...concepto,
        ...(marker !== undefined && { noIdentificacion: marker }),
        ...(descripcion !== undefined && { descripcion }),
      }));
      const folio = String(randomInt(1e9, 2e14));
      const comprobante = { ...plain, folio, conceptos };
      const xml = sealedBy === 'us' ? sealedXml(comprobante, sealer) : comprobanteXml(comprobante);
      return { xml, clientRef: `ref${folio}`, folio };
    },
    cancellation: async (uuid, document, folioSustitucion) =>
      signedCancellation(sealer, { uuid, clientRef: document.clientRef, folioSustitucion }),
    async cancellationsOf(uuid) {
      const { cancellations } = (await (await fetch(`${url}/ledger`)).json()) as { cancellations: readonly Canceled[] };
      return cancellations.filter((each) => each.uuid === uuid);
    },
    signal: () => AbortSignal.timeout(20_000),
    fault: (fault) => setFault(url, fault),
    quirk: (name, times) => setQuirk(url, name, times),
    stampsOf: (document) => stampsIn(url, document),
    async stampedXml(uuid) {
      const answer = await fetch(`${url}/ledger?uuid=${uuid}`);
      const { stamps } = (await answer.json()) as { stamps: readonly { xml: string }[] };
      return stamps[0]?.xml ?? '';
    },
    async stampsElsewhere(document) {
      const found = await Promise.all(others.map((other) => stampsIn(other, document)));
      return found.flat().length;
    },
    requests: () => seenRequests(url),
    reset: () => clear(url),
  };
  await warmUp(lab);
  return lab;
}

/** One stamp, however long it takes: the first of a process that has just started takes longer than what counts as late. */
async function warmUp({ subject, url, document, signal, reset }: Lab): Promise<void> {
  await subject.create(url, { timeoutMs: 20_000, account: 'good' }).stamp(document(), signal());
  await reset();
}

async function stampsIn(url: string, { folio }: Document): Promise<readonly Stamped[]> {
  const { stamps } = (await (await fetch(`${url}/ledger`)).json()) as { stamps: readonly Stamped[] };
  return stamps.filter((stamp) => stamp.folio === folio);
}

type Asked = { readonly uuid: string; readonly clientRef: string; readonly folioSustitucion: string | undefined };

/** A request to cancel, signed by its issuer now. */
export function signedCancellation(sealer: Sealer, { uuid, clientRef, folioSustitucion }: Asked): CancelRequest {
  const rfcEmisor = sealer.certificate.rfc;
  const motivo =
    folioSustitucion === undefined ? ({ motivo: '02' } as const) : ({ motivo: '01', folioSustitucion } as const);
  const fecha = localDateTime(Date.now() - 60_000, 'America/Mexico_City');
  const signedXml = sealer.signCancellation({ rfcEmisor, fecha, uuid, ...motivo });
  return { uuid, clientRef, rfcEmisor, ...motivo, signedXml };
}

let sealer: Promise<Sealer> | undefined;

function labSealer(): Promise<Sealer> {
  sealer ??= issueSealer();
  return sealer;
}

/** The folio fiscal a reply brings; `undefined` when it brings none. */
export function uuidIn(reply: PacReply | LookupReply | undefined): string | undefined {
  const read = reply?.kind === 'stamped' ? readCfdi(reply.xml) : undefined;
  return read?.kind === 'cfdi' ? read.file.timbres[0]?.uuid : undefined;
}

/** What whoever settles an invoice in doubt does next: looks where a repeat could stamp again, sends the same where it cannot. */
export async function askAgain(pac: Pac, document: Document, lab: Lab): Promise<PacReply | LookupReply | undefined> {
  const { sameBytes, clientRefHours } = pac.capabilities;
  if (sameBytes === 'new-uuid' && pac.lookup) {
    const found = await pac.lookup(document, lab.signal());
    if (found.kind !== 'absent' || clientRefHours === undefined) return found;
  }
  const reply = await pac.stamp(document, lab.signal());
  return reply.kind === 'already-stamped' ? pac.lookup?.(document, lab.signal()) : reply;
}

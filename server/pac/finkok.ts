/**
 * The adapter to Finkok (SOAP; wire-contracts 2 and 10.3, read 2026-11). Finkok recognises a repeat by the document itself. `stamp` answers
 * it with the timbre, or without for some seconds after the first stamp; `stamped` then returns it sooner or later.
 */
import type { z } from 'zod';
import type { XmlElement } from '../cfdi/xml-tree.ts';
import { childText, elementsNamed } from '../outbound/xml-answer.ts';
import type { FINKOK_CREDENTIALS } from './finkok-credentials.ts';
import { createFinkokSatStatus } from './finkok-sat-status.ts';
import { callFinkok, type FinkokAnswer } from './finkok-soap.ts';
import type {
  AccountTrouble,
  CancelReply,
  CancelRequest,
  ConnectionReply,
  LookupReply,
  Pac,
  PacCapabilities,
  PacReply,
  StampRequest,
} from './pac.ts';
import { acceptStamp, isRefusal, rejected, turnedAway, unknown } from './reply.ts';

/** Base URL of Finkok's SOAP services in each world. */
export const FINKOK_HOSTS = {
  test: 'https://demo-facturacion.finkok.com',
  live: 'https://facturacion.finkok.com',
} as const;

const CAPABILITIES: PacCapabilities = {
  id: 'finkok',
  sealedBy: 'us',
  // "May or may not include the xml", so we cannot count on it.
  sameBytes: '307-only',
  lookup: 'by-xml',
  // `stamped` has been seen to answer 603 for 8 s after a stamp (phpcfdi/finkok, StampServiceDobleEstampado).
  lookupLagMs: 15_000,
  rejectsAfter307Check: false,
  cancel: 'signed-request',
};

/** Errors about the account, raised before the document is checked (wire-contracts 2.4). */
const ACCOUNT: Readonly<Record<string, AccountTrouble>> = {
  '300': 'credentials',
  '501': 'credentials',
  '701': 'suspended',
  '702': 'suspended',
  '703': 'suspended',
  '706': 'suspended',
  '713': 'suspended',
  '714': 'credit',
  '718': 'credit',
  '740': 'manifest',
};

/** Finkok's own codes that refuse a document: structure, amounts, certificate. 707 is not a refusal, and 708 and 709 are transient. */
const OWN_REFUSALS = new Set(['705', '710', '711', '712', '719', '720', '738']);

/** One account with Finkok and where to reach it. */
export type FinkokOptions = {
  readonly credentials: z.output<typeof FINKOK_CREDENTIALS>;
  readonly baseUrl: string;
  /** How long a call may take before its outcome is unknown. */
  readonly timeoutMs: number;
};

/** Creates a Finkok adapter for one account. Cancellations are signed by us, and Finkok can also ask the SAT for a CFDI's status. */
export function createFinkokPac({ credentials, baseUrl, timeoutMs }: FinkokOptions): Pac {
  const { username, password } = credentials;
  const at = (signal: AbortSignal) => ({ baseUrl, timeoutMs, signal });
  const send = (operation: 'stamp' | 'stamped', { xml }: StampRequest, signal: AbortSignal) => {
    const fields = { xml: Buffer.from(xml, 'utf8').toString('base64'), username, password };
    return callFinkok({ service: 'stamp', operation, fields }, at(signal));
  };
  return {
    capabilities: CAPABILITIES,
    async stamp(request, signal) {
      return stampReply(await send('stamp', request, signal), request.xml);
    },
    async lookup(request, signal) {
      return lookupReply(await send('stamped', request, signal), request.xml);
    },
    async cancel(request, signal) {
      const xml = Buffer.from(request.signedXml, 'utf8').toString('base64');
      const fields = { xml, username, password, store_pending: 'false' };
      const call = { service: 'cancel', operation: 'cancel_signature', fields } as const;
      return cancelReply(await callFinkok(call, at(signal)), request);
    },
    satStatus: createFinkokSatStatus({ credentials, baseUrl, timeoutMs }).consult,
    // Asks about a UUID that does not exist: an answer about the UUID means that the account was accepted. The answer
    // to a wrong password is not documented; anything else is taken to be one.
    async testConnection(signal) {
      const fields = { username, password, uuid: '00000000-0000-0000-0000-000000000000' };
      return connectionReply(await callFinkok({ service: 'stamp', operation: 'query_pending', fields }, at(signal)));
    },
  };
}

/** The stamped XML decides, not the absence of incidences: a success may carry warnings. */
function stampReply(answer: FinkokAnswer, sealedXml: string): PacReply {
  if (answer.kind !== 'result') return unanswered(answer);
  const { result } = answer;
  const incidences = incidencesOf(result);
  const isRepeat =
    incidences.some(({ code }) => code === '307') || /previamente/i.test(childText(result, 'CodEstatus'));
  const xml = childText(result, 'xml');
  if (xml && childText(result, 'UUID')) return acceptStamp(xml, sealedXml, isRepeat);
  if (isRepeat) return { kind: 'already-stamped' };
  return refusalOf(incidences);
}

type Incidence = { readonly code: string; readonly message: string };

function incidencesOf(result: XmlElement): readonly Incidence[] {
  return elementsNamed(result, 'Incidencia').map((incidence) => ({
    code: childText(incidence, 'CodigoError'),
    message: childText(incidence, 'MensajeIncidencia'),
  }));
}

/** Codes of the matrix come first, then errors about the account, then those about the document. */
function refusalOf(incidences: readonly Incidence[]): PacReply {
  const door = incidences.find(({ code }) => code in ACCOUNT);
  const account = door && ACCOUNT[door.code];
  if (door && account) return turnedAway(account, `${door.code} ${door.message}`);
  const own = incidences.filter(({ code }) => isRefusal(code) || OWN_REFUSALS.has(code));
  const first = own.find(({ code }) => code.startsWith('CFDI')) ?? own[0];
  if (first) return rejected(first.code, first.message);
  const codes = incidences.map(({ code }) => code).join(', ');
  return unknown(codes ? `incidences ${codes}` : 'neither a timbre nor an incidence');
}

function lookupReply(answer: FinkokAnswer, sealedXml: string): LookupReply {
  if (answer.kind !== 'result') return unanswered(answer);
  const xml = childText(answer.result, 'xml');
  if (xml) return acceptStamp(xml, sealedXml, true);
  const incidences = incidencesOf(answer.result);
  if (incidences.some(({ code }) => code === '603')) return { kind: 'absent' };
  const reply = refusalOf(incidences);
  return reply.kind === 'rejected' ? unknown(`stamped: ${reply.code}`) : reply;
}

/** Requested (201), requested before (202), or too early (205). */
function cancelReply(answer: FinkokAnswer, { uuid }: CancelRequest): CancelReply {
  if (answer.kind !== 'result') return unanswered(answer);
  const { result } = answer;
  const folio = elementsNamed(result, 'Folio').find((each) => sameUuid(childText(each, 'UUID'), uuid));
  const status = folio ? childText(folio, 'EstatusUUID') : '';
  const whole = childText(result, 'CodEstatus');
  if (status === '201' || status === '202')
    return { kind: 'requested', acuse: childText(result, 'Acuse'), repeated: status === '202' };
  if (status === '205' || /No Encontrado$/.test(whole)) return { kind: 'not-yet-known' };
  if (status === '708' || whole.startsWith('708')) return unknown('708, the SAT could not be reached');
  if (status) return { kind: 'rejected', code: status, message: folio ? childText(folio, 'EstatusCancelacion') : '' };
  const account = ACCOUNT[/^\d{3}/.exec(whole)?.[0] ?? ''];
  if (account) return turnedAway(account, whole);
  return /^(?:304|711|798|799)\b/.test(whole)
    ? { kind: 'rejected', code: whole.slice(0, 3), message: whole }
    : unknown(whole || 'no folio in the answer');
}

function connectionReply(answer: FinkokAnswer): ConnectionReply {
  if (answer.kind === 'rate-limited') return { kind: 'refused', account: 'rate-limit', message: 'HTTP 429' };
  if (answer.kind !== 'result') return { kind: 'unavailable', reason: answer.reason };
  const error = childText(answer.result, 'error');
  if (/UUID/.test(error) || childText(answer.result, 'status')) return { kind: 'ok' };
  return { kind: 'refused', account: 'credentials', message: error };
}

function unanswered(answer: Exclude<FinkokAnswer, { kind: 'result' }>) {
  return answer.kind === 'rate-limited' ? turnedAway('rate-limit', 'HTTP 429') : answer;
}

function sameUuid(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase();
}

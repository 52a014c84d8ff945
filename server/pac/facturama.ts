/**
 * The adapter to Facturama, multi-issuer ("api-lite"; wire-contracts 6, read 2026-11): it holds the merchant's CSD, and builds, seals and
 * stamps from our data. It is not known to recognise repeats, so a document is posted once and then only looked up. `GET /api-lite/csds`
 * returns private keys with their passwords and is never called.
 */
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { askProvider, type ProviderAnswer } from '../outbound/ask-provider.ts';
import { type FacturamaOptions, facturamaBasic } from '../outbound/facturama-account.ts';
import { accountTrouble, cancelReply, failureReply, fileIn, issuedIdIn, listIn } from './facturama-answers.ts';
import { facturamaCfdi } from './facturama-cfdi.ts';
import type {
  CancelReply,
  CancelRequest,
  ConnectionReply,
  LookupReply,
  Pac,
  PacCapabilities,
  PacReply,
} from './pac.ts';
import { acceptIssued, rejected, unknown } from './reply.ts';

const CAPABILITIES: PacCapabilities = {
  id: 'facturama',
  sealedBy: 'them',
  // There is no idempotency key, and the effect of reusing Serie and Folio is undocumented (wire-contracts 6.5), so no
  // `clientRefHours`.
  sameBytes: 'new-uuid',
  lookup: 'by-ref',
  // A guess: how soon its list shows a new stamp is not published. "Not found" is never trusted here anyway.
  lookupLagMs: 120_000,
  rejectsAfter307Check: false,
  cancel: 'by-account',
};

/** A reference has one document, unless the list is not filtered by it. */
const MOST_LOOKED_AT = 10;

/** Every call is one of these; the adapter adds the account and the deadline. */
type Ask = (
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  signal: AbortSignal,
  body?: string,
) => Promise<ProviderAnswer>;

/** Stamps with the CSD that the merchant has left there. */
export function createFacturamaPac({ credentials, baseUrl, timeoutMs }: FacturamaOptions): Pac {
  const authorization = facturamaBasic(credentials);
  const ask: Ask = (method, path, signal, body) =>
    askProvider({
      method,
      url: new URL(`${baseUrl}${path}`),
      headers: { Authorization: authorization, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body }),
      signal,
      timeoutMs,
    });
  return {
    capabilities: CAPABILITIES,
    async stamp(request, signal) {
      const cfdi = facturamaCfdi(request);
      if (cfdi.kind === 'not-a-cfdi') return rejected('not-expressible', cfdi.detail);
      if (cfdi.kind === 'not-expressible')
        return rejected('not-expressible', `Facturama has no place for ${cfdi.what}`);
      const answer = await ask('POST', '/api-lite/3/cfdis', signal, cfdi.body);
      return answer.kind === 'answered' ? stampReply(ask, answer, request.xml, signal) : answer;
    },
    async lookup({ xml, clientRef }, signal) {
      const read = readCfdi(xml);
      if (read.kind !== 'cfdi') return unknown(`what is looked for: ${read.detail}`);
      const answer = await ask('GET', listPath(clientRef, read.file.comprobante.emisor.rfc), signal);
      return answer.kind === 'answered' ? lookupReply(ask, answer, xml, signal) : answer;
    },
    cancel: (request, signal) => cancel(ask, request, signal),
    async testConnection(signal) {
      return connectionReply(await ask('GET', listPath('prueba-de-conexion'), signal));
    },
  };
}

/** To be confirmed: that OrderNumber holds forty characters. One that is cut is never found, and never sent again. */
function listPath(orderNumber: string, rfcIssuer?: string): string {
  const query = new URLSearchParams({ type: 'issuedLite', OrderNumber: orderNumber });
  if (rfcIssuer !== undefined) query.set('rfcIssuer', rfcIssuer);
  return `/cfdi?${query}&status=all&page=0`;
}

type Answered = Extract<ProviderAnswer, { kind: 'answered' }>;

/** Only the XML proves a stamp: without it, even after a success, the document is looked up and never posted again. */
async function stampReply(ask: Ask, answer: Answered, xml: string, signal: AbortSignal): Promise<PacReply> {
  const id = issuedIdIn(answer);
  if (id === undefined) return failureReply(answer);
  const file = await fileOf(ask, id, signal);
  return file.kind === 'file' ? acceptIssued(file.xml, xml, false) : file;
}

async function fileOf(ask: Ask, id: string, signal: AbortSignal) {
  const answer = await ask('GET', `/api/Cfdi/xml/issuedLite/${encodeURIComponent(id)}`, signal);
  if (answer.kind !== 'answered') return unknown(`issued, its XML not had: ${answer.reason}`);
  const xml = fileIn(answer);
  return xml === undefined
    ? unknown(`issued, its XML not had: HTTP ${answer.status}`)
    : ({ kind: 'file', xml } as const);
}

/** Finds the requested document among those listed. */
async function lookupReply(ask: Ask, answer: Answered, xml: string, signal: AbortSignal): Promise<LookupReply> {
  const listed = listIn(answer);
  if (!listed) return listFailure(answer);
  let reply: LookupReply = { kind: 'absent' };
  for (const { id } of listed.slice(0, MOST_LOOKED_AT)) {
    const file = await fileOf(ask, id, signal);
    reply = file.kind === 'file' ? acceptIssued(file.xml, xml, true) : file;
    if (reply.kind === 'stamped') return reply;
  }
  return reply;
}

/** A refusal to list says nothing about the document. */
function listFailure(answer: Answered): Extract<LookupReply, { kind: 'not-sent' | 'unknown' }> {
  const failed = failureReply(answer);
  return failed.kind === 'rejected' ? unknown(`the list: HTTP ${answer.status}`) : failed;
}

async function cancel(ask: Ask, request: CancelRequest, signal: AbortSignal): Promise<CancelReply> {
  const { uuid, clientRef, rfcEmisor, motivo, folioSustitucion } = request;
  const answer = await ask('GET', listPath(clientRef, rfcEmisor), signal);
  if (answer.kind !== 'answered') return answer;
  const listed = listIn(answer);
  if (!listed) return listFailure(answer);
  const found = listed.find((each) => each.uuid?.toLowerCase() === uuid.toLowerCase());
  if (!found)
    return listed.some((each) => each.uuid === undefined) ? unknown('a list without UUIDs') : { kind: 'not-yet-known' };
  const query = new URLSearchParams({ motive: motivo, ...(folioSustitucion && { uuidReplacement: folioSustitucion }) });
  const canceled = await ask('DELETE', `/api-lite/cfdis/${encodeURIComponent(found.id)}?${query}`, signal);
  return canceled.kind === 'answered' ? cancelReply(canceled) : canceled;
}

function connectionReply(answer: ProviderAnswer): ConnectionReply {
  if (answer.kind !== 'answered') return { kind: 'unavailable', reason: answer.reason };
  if (listIn(answer)) return { kind: 'ok' };
  const account = accountTrouble(answer);
  const reason = `HTTP ${answer.status}`;
  return account ? { kind: 'refused', account, message: reason } : { kind: 'unavailable', reason };
}

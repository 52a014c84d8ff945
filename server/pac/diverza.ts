/**
 * The adapter to Diverza (REST; wire-contracts 5, read 2026-11). Diverza may stamp the same document twice unless it is sent with a
 * `ref-id`; with one, a repeat returns the first stamp as if it were new. So every document is sent with one.
 */
import { z } from 'zod';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { askProvider, type ProviderAnswer } from '../outbound/ask-provider.ts';
import { parseJson } from '../outbound/json-answer.ts';
import { satCodeIn } from '../problems/sat-faults.ts';
import type { CancelReply, ConnectionReply, Pac, PacCapabilities, PacReply, StampRequest } from './pac.ts';
import { acceptStamp, isRefusal, rejected, turnedAway, unknown } from './reply.ts';

/** Credentials of a Diverza account, which go in the body of every request. Unknown properties are refused. */
export const DIVERZA_CREDENTIALS = z.strictObject({
  id: z.string().min(1).max(200),
  token: z.string().min(1).max(4_000),
});

/** Base URL of Diverza's REST API in each world. */
export const DIVERZA_HOSTS = {
  test: 'https://serviciosdemo.diverza.com',
  live: 'https://servicios.diverza.com',
} as const;

const CAPABILITIES: PacCapabilities = {
  id: 'diverza',
  sealedBy: 'us',
  sameBytes: 'new-uuid',
  // "Unique per issuer RFC", with no documented expiry: assume only as long as a document can be stamped.
  clientRefHours: 72,
  lookup: 'none',
  lookupLagMs: 0,
  rejectsAfter307Check: false,
  cancel: 'by-account',
};

/** One account with Diverza and where to reach it. */
export type DiverzaOptions = {
  readonly credentials: z.output<typeof DIVERZA_CREDENTIALS>;
  readonly baseUrl: string;
  /** How long a call may take before its outcome is unknown. */
  readonly timeoutMs: number;
};

const stampedSchema = z.object({ uuid: z.string(), content: z.string() });
const errorSchema = z.object({ message: z.string().nullish(), code: z.union([z.string(), z.number()]).nullish() });
const canceledSchema = z.object({ status: z.string() });

/**
 * Creates a Diverza adapter for one account. It has no look-up, and Diverza signs cancellations itself, with the CSD left in the account.
 */
export function createDiverzaPac({ credentials, baseUrl, timeoutMs }: DiverzaOptions): Pac {
  const send = (method: 'POST' | 'PUT', path: string, body: object, signal: AbortSignal): Promise<ProviderAnswer> =>
    askProvider({
      method,
      url: new URL(`${baseUrl}${path}`),
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ credentials, ...body }),
      signal,
      timeoutMs,
    });
  return {
    capabilities: CAPABILITIES,
    async stamp(request, signal) {
      const body = stampBody(request);
      if (!body) return { kind: 'not-sent', reason: 'what is to be sent is no sealed CFDI' };
      return stampReply(await send('POST', '/api/v2/documents/stamp', body, signal), request.xml);
    },
    async cancel({ uuid, rfcEmisor, motivo, folioSustitucion }, signal) {
      const cancellation = { motive: motivo, ...(folioSustitucion !== undefined && { replacement: folioSustitucion }) };
      const body = { issuer: { rfc: rfcEmisor }, document: cancellation };
      return cancelReply(await send('PUT', `/api/v2/documents/${uuid}/cancel`, body, signal));
    },
    // Asks about the SAT's own test taxpayer: any answer means that the account was accepted.
    async testConnection(signal) {
      const body = { issuer: { rfc: TEST_RFC }, identifiers: [{ rfc: TEST_RFC }] };
      return connectionReply(await send('POST', '/api/v1/rfc/status', body, signal));
    },
  };
}

const TEST_RFC = 'EKU9003173C9';

function stampBody({ xml, clientRef }: StampRequest): object | undefined {
  const read = readCfdi(xml);
  if (read.kind !== 'cfdi') return undefined;
  const { emisor, noCertificado } = read.file.comprobante;
  return {
    issuer: { rfc: emisor.rfc },
    receiver: { emails: [] },
    document: {
      'ref-id': clientRef,
      'certificate-number': noCertificado,
      section: 'all',
      format: 'xml',
      template: 'letter',
      type: 'application/vnd.diverza.cfdi_4.0+xml',
      content: Buffer.from(xml, 'utf8').toString('base64'),
    },
  };
}

/** A repeat under a `ref-id` cannot be told from a first stamp, so `repeated` is always false. */
function stampReply(answer: ProviderAnswer, sealedXml: string): PacReply {
  if (answer.kind !== 'answered') return answer;
  const { status, text } = answer;
  if (status >= 200 && status < 300) {
    const body = stampedSchema.safeParse(parseJson(text)).data;
    if (!body) return unknown(`HTTP ${status}, not its JSON`);
    return acceptStamp(Buffer.from(body.content, 'base64').toString('utf8'), sealedXml, false);
  }
  return failureReply(status, text);
}

function failureReply(status: number, text: string): PacReply {
  const body = errorSchema.safeParse(parseJson(text)).data;
  const account = accountTrouble(status, body?.message ?? '');
  if (account) return turnedAway(account, `HTTP ${status}`);
  if (!body || status >= 500) return unknown(`HTTP ${status}`);
  const message = body.message ?? '';
  const code = satCodeIn(message) ?? /^\s*(\d{3})\b/.exec(message)?.[1] ?? String(body.code ?? '');
  return isRefusal(code) ? rejected(code, message) : unknown(`HTTP ${status}, ${code || 'no code'}`);
}

/** Uses the HTTP status, as Diverza's client libraries do; its own codes are not documented. */
function accountTrouble(status: number, message: string) {
  if (status === 401) return 'credentials';
  if (status === 402) return 'credit';
  if (status === 403) return /suspend/i.test(message) ? 'suspended' : 'credentials';
  return status === 429 ? 'rate-limit' : undefined;
}

/** Diverza signs with the account's CSD and answers with a status, not with the SAT's acuse. */
function cancelReply(answer: ProviderAnswer): CancelReply {
  if (answer.kind !== 'answered') return answer;
  const body = canceledSchema.safeParse(parseJson(answer.text)).data;
  if (answer.status === 200 && body?.status === 'canceled') return { kind: 'requested', repeated: false };
  if (answer.status === 404) return { kind: 'not-yet-known' };
  const failed = failureReply(answer.status, answer.text);
  return failed.kind === 'rejected' || failed.kind === 'not-sent' ? failed : unknown(`HTTP ${answer.status}`);
}

function connectionReply(answer: ProviderAnswer): ConnectionReply {
  if (answer.kind !== 'answered') return { kind: 'unavailable', reason: answer.reason };
  if (answer.status === 200) return { kind: 'ok' };
  const account = accountTrouble(answer.status, '');
  return account
    ? { kind: 'refused', account, message: `HTTP ${answer.status}` }
    : { kind: 'unavailable', reason: `HTTP ${answer.status}` };
}

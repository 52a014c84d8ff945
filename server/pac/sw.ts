/**
 * The adapter to SW sapien (REST; wire-contracts 3, read 2026-11). The document goes with our reference as `customid`, which SW
 * remembers for 72 hours; a repeat is a 307 with `status: "error"` that carries the first stamp, in one of several shapes.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../outbound/json-answer.ts';
import type { AccountTrouble, CancelReply, ConnectionReply, Pac, PacCapabilities, PacReply } from './pac.ts';
import { acceptStamp, foreign, rejected, reportsRefusal, turnedAway, unknown } from './reply.ts';
import { createSwSession, type SwCredentials } from './sw-session.ts';
import { withTimbre } from './with-timbre.ts';

/** Base URLs of SW in each world: `services` authenticates, stamps and cancels; `api` tells the account's balance. */
export const SW_HOSTS = {
  test: { services: 'https://services.test.sw.com.mx', api: 'https://api.test.sw.com.mx' },
  live: { services: 'https://services.sw.com.mx', api: 'https://api.sw.com.mx' },
} as const;

const CAPABILITIES: PacCapabilities = {
  id: 'sw',
  sealedBy: 'us',
  sameBytes: 'returns-timbre',
  clientRefHours: 72,
  // SW can only look up by UUID, which is what is missing.
  lookup: 'none',
  lookupLagMs: 0,
  rejectsAfter307Check: false,
  cancel: 'signed-request',
};

/** One account with SW and where to reach it. */
export type SwOptions = {
  readonly credentials: SwCredentials;
  readonly hosts: { readonly services: string; readonly api: string };
  /** How long a call may take before its outcome is unknown. */
  readonly timeoutMs: number;
};

const bodySchema = z.object({
  status: z.string(),
  message: z.string().nullish(),
  messageDetail: z.string().nullish(),
  data: z
    .object({
      cfdi: z.string().nullish(),
      tfd: z.string().nullish(),
      acuse: z.string().nullish(),
      uuid: z.union([z.string(), z.record(z.string(), z.string())]).nullish(),
      saldoTimbres: z.number().nullish(),
      stampsBalance: z.number().nullish(),
    })
    .nullish(),
});
type SwBody = z.output<typeof bodySchema>;

/** Creates an SW adapter for one account. It has no look-up; cancellations are signed by us. */
export function createSwPac({ credentials, hosts, timeoutMs }: SwOptions): Pac {
  const session = createSwSession(credentials, hosts.services, timeoutMs);

  async function upload(path: string, xml: string, headers: Readonly<Record<string, string>>, signal: AbortSignal) {
    const { contentType, body } = multipart(xml);
    const all = { 'Content-Type': contentType, ...headers };
    return session.ask({
      method: 'POST',
      url: new URL(`${hosts.services}${path}`),
      headers: all,
      body,
      signal,
      timeoutMs,
    });
  }

  return {
    capabilities: CAPABILITIES,
    async stamp({ xml, clientRef }, signal) {
      return stampReply(await upload('/v4/cfdi33/stamp/v4', xml, { customid: clientRef }, signal), xml);
    },
    async cancel({ signedXml, uuid }, signal) {
      return cancelReply(await upload('/cfdi33/cancel/xml', signedXml, {}, signal), uuid);
    },
    async testConnection(signal) {
      const url = new URL(`${hosts.api}/management/v2/api/users/balance`);
      return connectionReply(await session.ask({ method: 'GET', url, signal, timeoutMs }));
    },
  };
}

type SwAnswer = Awaited<ReturnType<ReturnType<typeof createSwSession>['ask']>>;

/** The body decides, not the HTTP status. */
function bodyOf(answer: Extract<SwAnswer, { kind: 'answered' }>): SwBody | undefined {
  return bodySchema.safeParse(parseJson(answer.text)).data;
}

/** Wrongly declared namespaces and complements. CO1000 is not included: SW uses it for anything unexplained. */
const OWN_REFUSALS = /^(?:CO100[1-5]|CC2001|CC300[12])$/;

function stampReply(answer: SwAnswer, sealedXml: string): PacReply {
  if (answer.kind !== 'answered') return answer;
  if (answer.status === 429) return turnedAway('rate-limit', 'HTTP 429');
  const body = bodyOf(answer);
  if (!body) return unknown(`HTTP ${answer.status}, not its JSON`);
  if (body.status === 'success') return acceptStamp(stampedXml(body, sealedXml), sealedXml, false);
  const message = body.message ?? '';
  const code = codeIn(message);
  if (code === '307') return acceptStamp(stampedXml(body, sealedXml), sealedXml, true);
  // Our reference belongs to a stamp of other bytes: the document was rebuilt, which must never happen. A person has to
  // look.
  if (code === 'CFDI3307') return foreign('the reference is another document’s');
  const account = accountTrouble(code);
  if (account) return turnedAway(account, message);
  const isNo = reportsRefusal(code, messageOf(body)) || OWN_REFUSALS.test(code);
  return isNo ? rejected(code, messageOf(body)) : unknown(`HTTP ${answer.status}, ${code || 'no code'}`);
}

/** The stamped document, or just the timbre, inserted into the document that was sent. */
function stampedXml({ data, messageDetail }: SwBody, sealedXml: string): string | undefined {
  if (data?.cfdi) return data.cfdi;
  if (data?.tfd) return withTimbre(sealedXml, data.tfd);
  return messageDetail?.includes('<cfdi:Comprobante') ? messageDetail : undefined;
}

function codeIn(message: string): string {
  return /^(?:([A-Z]{2}\d{4})|(CFDI\d{4,6})|(\d{3}))\b/.exec(message.trim())?.[0] ?? '';
}

/** AU1000–AU20xx are decided before the document is checked (wire-contracts 3.4). */
function accountTrouble(code: string): AccountTrouble | undefined {
  if (code === 'AU2001') return 'credit';
  if (code === 'AU2002' || code === 'AU2004') return 'suspended';
  if (code === 'AU2003') return 'manifest';
  return code.startsWith('AU') ? 'credentials' : undefined;
}

function messageOf({ message, messageDetail }: SwBody): string {
  return [message, messageDetail].filter(Boolean).join(' ');
}

function cancelReply(answer: SwAnswer, uuid: string): CancelReply {
  if (answer.kind !== 'answered') return answer;
  const body = bodyOf(answer);
  if (!body) return unknown(`HTTP ${answer.status}, not its JSON`);
  const uuids = typeof body.data?.uuid === 'object' ? body.data.uuid : undefined;
  const status = uuids?.[uuid.toUpperCase()];
  if (status === '201' || status === '202')
    return { kind: 'requested', acuse: body.data?.acuse ?? '', repeated: status === '202' };
  if (status === '205') return { kind: 'not-yet-known' };
  if (status) return { kind: 'rejected', code: status, message: messageOf(body) };
  const code = codeIn(body.message ?? '');
  const account = accountTrouble(code);
  if (account) return turnedAway(account, body.message ?? code);
  // CA2000: the SAT is intermittent.
  return code.startsWith('CA') && code !== 'CA2000'
    ? { kind: 'rejected', code, message: messageOf(body) }
    : unknown(`HTTP ${answer.status}, ${code || 'no code'}`);
}

/** The name of the balance is not documented; both that SW has used are read. */
function connectionReply(answer: SwAnswer): ConnectionReply {
  if (answer.kind === 'not-sent' && 'account' in answer && answer.account)
    return { kind: 'refused', account: answer.account, message: answer.reason };
  if (answer.kind !== 'answered') return { kind: 'unavailable', reason: answer.reason };
  const body = bodyOf(answer);
  if (body?.status === 'success') {
    const credit = body.data?.stampsBalance ?? body.data?.saldoTimbres ?? undefined;
    return { kind: 'ok', ...(credit !== undefined && { credit }) };
  }
  const account = accountTrouble(codeIn(body?.message ?? ''));
  return account
    ? { kind: 'refused', account, message: body?.message ?? '' }
    : { kind: 'unavailable', reason: `HTTP ${answer.status}` };
}

function multipart(xml: string): { readonly contentType: string; readonly body: string } {
  const boundary = `autofactura-${randomUUID()}`;
  const head = `Content-Disposition: form-data; name="xml"; filename="xml"\r\nContent-Type: text/xml`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: `--${boundary}\r\n${head}\r\n\r\n${xml}\r\n--${boundary}--\r\n`,
  };
}

/**
 * The adapter to Prodigia (PADE, REST; wire-contracts 4, read 2026-11). A repeat is answered with a 307 that carries the first stamp,
 * because we always ask for it. No `Accept` header is sent: PADE has been seen to reject it.
 */
import { z } from 'zod';
import { askProvider, type ProviderAnswer } from '../outbound/ask-provider.ts';
import { parseJson } from '../outbound/json-answer.ts';
import type { ConnectionReply, Pac, PacCapabilities, PacReply } from './pac.ts';
import { acceptStamp, rejected, reportsRefusal, turnedAway, unknown } from './reply.ts';

/** Credentials of a PADE account: user and password for HTTP Basic, and the contract that is charged. Unknown properties are refused. */
export const PRODIGIA_CREDENTIALS = z.strictObject({
  user: z.string().min(1).max(200),
  password: z.string().min(1).max(200),
  contrato: z.string().min(1).max(200),
});

/** One host: the test world is an operation of its own. */
export const PRODIGIA_HOST = 'https://timbrado.pade.mx';

const CAPABILITIES: PacCapabilities = {
  id: 'prodigia',
  sealedBy: 'us',
  sameBytes: 'returns-timbre',
  lookup: 'none',
  lookupLagMs: 0,
  rejectsAfter307Check: false,
  // How to submit a cancellation that we signed is not documented anywhere we found.
  cancel: 'none',
};

const OPTIONS = ['RESPUESTA_JSON', 'REGRESAR_CON_ERROR_307_XML'];

/** One account with Prodigia, where to reach it, and whether what it stamps is valid. */
export type ProdigiaOptions = {
  readonly credentials: z.output<typeof PRODIGIA_CREDENTIALS>;
  readonly baseUrl: string;
  /** Stamps by `timbrado40Prueba` are not valid. */
  readonly operation: 'timbrado40' | 'timbrado40Prueba';
  /** How long a call may take before its outcome is unknown. */
  readonly timeoutMs: number;
};

const bodySchema = z.object({
  servicioTimbrado: z.object({
    timbradoOk: z.boolean(),
    codigo: z.union([z.number(), z.string()]).transform(String),
    mensaje: z.string().nullish(),
    xmlBase64: z.string().nullish(),
  }),
});

/** Creates a Prodigia adapter for one account. It has no look-up and does not cancel. */
export function createProdigiaPac({ credentials, baseUrl, operation, timeoutMs }: ProdigiaOptions): Pac {
  const { user, password, contrato } = credentials;
  const url = new URL(`${baseUrl}/servicio/rest/${operation}`);
  url.searchParams.set('contrato', contrato);
  for (const option of OPTIONS) url.searchParams.append('opciones', option);
  const authorization = `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
  const headers = { 'Content-Type': 'application/xml', Authorization: authorization };
  const send = (body: string, signal: AbortSignal): Promise<ProviderAnswer> =>
    askProvider({ method: 'POST', url, headers, body, signal, timeoutMs });
  return {
    capabilities: CAPABILITIES,
    async stamp({ xml }, signal) {
      return stampReply(await send(xml, signal), xml);
    },
    // Three wrong passwords lock the account, so try once, with something that is not a CFDI: its refusal means that we
    // were let in.
    async testConnection(signal) {
      const answer = await send('<prueba/>', signal);
      return connectionReply(answer.kind === 'answered' ? stampReply(answer, '<prueba/>') : answer);
    },
  };
}

function stampReply(answer: ProviderAnswer, sealedXml: string): PacReply {
  if (answer.kind !== 'answered') return answer;
  const { status, text } = answer;
  if (status === 401) return turnedAway('credentials', 'HTTP 401');
  if (status === 429) return turnedAway('rate-limit', 'HTTP 429');
  const body = bodySchema.safeParse(parseJson(text)).data?.servicioTimbrado;
  if (!body) return unknown(`HTTP ${status}, not its JSON`);
  const { timbradoOk, codigo, mensaje, xmlBase64 } = body;
  const xml = xmlBase64 ? Buffer.from(xmlBase64, 'base64').toString('utf8') : undefined;
  if (timbradoOk && codigo === '0') return acceptStamp(xml, sealedXml, false);
  if (codigo === '307') return acceptStamp(xml, sealedXml, true);
  const message = mensaje ?? '';
  // Its wording for an exhausted contract is not documented; these phrases can mean nothing else.
  if (/\b(?:sin|no tiene|no cuenta con) (?:timbres|folios|saldo)\b/i.test(message))
    return turnedAway('credit', message);
  if (/\b(?:contrato|emisor|cuenta) (?:suspendid|bloquead)/i.test(message)) return turnedAway('suspended', message);
  return reportsRefusal(codigo, message) ? rejected(codigo, message) : unknown(`HTTP ${status}, codigo ${codigo}`);
}

function connectionReply(reply: PacReply): ConnectionReply {
  if (reply.kind === 'not-sent' && reply.account)
    return { kind: 'refused', account: reply.account, message: reply.reason };
  if (reply.kind === 'rejected') return { kind: 'ok' };
  return { kind: 'unavailable', reason: 'reason' in reply ? reply.reason : reply.kind };
}

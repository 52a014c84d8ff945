/** The adapter to the sandbox PAC: a process of ours on loopback that answers, and fails, as PACs do. */
import { z } from 'zod';
import { askProvider } from '../outbound/ask-provider.ts';
import { parseJson } from '../outbound/json-answer.ts';
import type { AccountTrouble, CancelReply, ConnectionReply, Pac, PacReply } from './pac.ts';
import { acceptStamp, isRefusal, rejected, unknown } from './reply.ts';
import { SANDBOX_CAPABILITIES } from './sandbox/capabilities.ts';
import { loopbackUrl } from './sandbox/loopback.ts';

/** Where the sandbox process is and how long it may take to answer. */
export type SandboxPacOptions = {
  /** `http://127.0.0.1:{port}` of the process; anything but loopback is refused. */
  readonly url: string;
  /** How long a call may take before its outcome is unknown. */
  readonly timeoutMs: number;
};

/** Throws a TypeError for a URL that is not http on loopback: the sandbox is never reached over a network. */
export function createSandboxPac({ url, timeoutMs }: SandboxPacOptions): Pac {
  const endpoint = loopbackUrl('/stamp', url);
  const cancelling = loopbackUrl('/cancel', url);
  const health = loopbackUrl('/health', url);
  return {
    capabilities: SANDBOX_CAPABILITIES,
    async stamp({ xml, clientRef }, signal) {
      const headers = { 'Content-Type': 'application/xml', 'x-client-ref': clientRef };
      const answer = await askProvider({ method: 'POST', url: endpoint, headers, body: xml, signal, timeoutMs });
      if (answer.kind !== 'answered') return answer;
      const body = bodySchema.safeParse(parseJson(answer.text));
      return body.success ? classify(answer.status, body.data, xml) : unknown(`HTTP ${answer.status}, not its JSON`);
    },
    async cancel({ signedXml }, signal) {
      const headers = { 'Content-Type': 'application/xml' };
      const answer = await askProvider({
        method: 'POST',
        url: cancelling,
        headers,
        body: signedXml,
        signal,
        timeoutMs,
      });
      if (answer.kind !== 'answered') return answer;
      const body = cancelBodySchema.safeParse(parseJson(answer.text));
      return body.success ? cancelReply(answer.status, body.data) : unknown(`HTTP ${answer.status}, not its JSON`);
    },
    async testConnection(signal) {
      const answer = await askProvider({ method: 'GET', url: health, signal, timeoutMs });
      if (answer.kind === 'answered')
        return answer.status === 200 ? { kind: 'ok' } : unavailable(`HTTP ${answer.status}`);
      return unavailable(answer.reason);
    },
  };
}

function unavailable(reason: string): ConnectionReply {
  return { kind: 'unavailable', reason };
}

const bodySchema = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  xml: z.string().optional(),
});
type StampAnswer = z.output<typeof bodySchema>;

const cancelBodySchema = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  estatus: z.string().optional(),
  acuse: z.string().optional(),
});

function cancelReply(status: number, body: z.output<typeof cancelBodySchema>): CancelReply {
  const { code = '', message = '', estatus, acuse } = body;
  const away = awayReply(status, code, message);
  if (away) return away;
  if (status === 422) return { kind: 'rejected', code, message };
  if (status !== 200 || estatus === undefined) return unknown(`HTTP ${status} ${message || code}`);
  if (estatus === '201' || estatus === '202')
    return { kind: 'requested', ...(acuse !== undefined && { acuse }), repeated: estatus === '202' };
  return estatus === '205' ? { kind: 'not-yet-known' } : { kind: 'rejected', code: estatus, message: estatus };
}

// Refused before the document was checked, as the process declares with both its status and its code.
const TURNED_AWAY: Readonly<Record<string, AccountTrouble | undefined>> = {
  '401 300': 'credentials',
  '402 718': 'credit',
  '503 maintenance': undefined,
};

function awayReply(status: number, code: string, message: string): Extract<PacReply, { kind: 'not-sent' }> | undefined {
  const name = `${status} ${code}`;
  if (!(name in TURNED_AWAY)) return undefined;
  const account = TURNED_AWAY[name];
  return { kind: 'not-sent', reason: message || code, ...(account && { account }) };
}

function classify(status: number, body: StampAnswer, sealedXml: string): PacReply {
  const { code = '', message = '' } = body;
  const away = awayReply(status, code, message);
  if (away) return away;
  if (status === 200 || (status === 307 && code === '307')) return acceptStamp(body.xml, sealedXml, status === 307);
  if (status !== 422) return unknown(`HTTP ${status} ${message || code}`);
  if (code === '707') return { kind: 'already-stamped' };
  return isRefusal(code) ? rejected(code, message) : unknown(`HTTP 422 with code ${code || 'none'}`);
}

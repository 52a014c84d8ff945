/** The adapter to the sandbox PAC: a process of ours on loopback that answers, and fails, as PACs do. */
import { z } from 'zod';
import type { Pac, PacCapabilities, PacReply, StampRequest } from './pac.ts';
import { loopbackUrl } from './sandbox/loopback.ts';
import { timbreMismatch } from './timbre-of.ts';

export type SandboxPacOptions = {
  /** `http://127.0.0.1:{port}` of the process; anything but loopback is refused. */
  readonly url: string;
  /** How long a call may take before its outcome is unknown. */
  readonly timeoutMs: number;
  readonly fetch?: typeof globalThis.fetch;
};

// `rejectsAfter307Check`: it looks for an earlier stamp before any rule, so its no is definite also after a doubtful send.
const CAPABILITIES: PacCapabilities = {
  id: 'sandbox',
  sameBytes: 'returns-timbre',
  lookup: 'none',
  lookupLagMs: 0,
  rejectsAfter307Check: true,
};

/** Throws a TypeError for a URL that is not http on loopback: the sandbox is never reached over a network. */
export function createSandboxPac(options: SandboxPacOptions): Pac {
  const endpoint = loopbackUrl('/stamp', options.url);
  const { timeoutMs, fetch = globalThis.fetch } = options;
  return {
    capabilities: CAPABILITIES,
    async stamp(request, signal) {
      if (signal.aborted) return { kind: 'not-sent', reason: 'the deadline had passed before the call' };
      const deadline = new AbortController();
      const abort = (): void => deadline.abort();
      const timer = setTimeout(abort, timeoutMs);
      signal.addEventListener('abort', abort, { once: true });
      try {
        return await send(fetch, endpoint, request, deadline.signal);
      } catch (error) {
        return failed(error);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      }
    },
  };
}

async function send(
  fetch: typeof globalThis.fetch,
  endpoint: URL,
  request: StampRequest,
  signal: AbortSignal,
): Promise<PacReply> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/xml', 'x-client-ref': request.clientRef },
    body: Buffer.from(request.xml, 'utf8'),
    // Its 307 is an answer, not a way elsewhere.
    redirect: 'manual',
    signal,
  });
  const text = await readCapped(response);
  if (text === undefined) return unknown(`HTTP ${response.status} with more than ${MAX_ANSWER_BYTES} bytes`);
  const body = bodySchema.safeParse(parseJson(text));
  return body.success
    ? classify(response.status, body.data, request.xml)
    : unknown(`HTTP ${response.status}, not its JSON`);
}

const bodySchema = z.object({
  code: z.string().optional(),
  satCode: z.string().optional(),
  message: z.string().optional(),
  xml: z.string().optional(),
});
type Body = z.output<typeof bodySchema>;

// The PACs' shared numbers that are a refusal of the document, and the matrix; 307 and 707 are not refusals.
const REFUSAL = /^(?:30[1-6]|308|40[1-3]|CFDI\d{5,6})$/;

// Refused before the document was looked at, as the process declares with both its status and its code.
const TURNED_AWAY = new Set(['401 300', '402 718', '503 maintenance']);

function classify(status: number, body: Body, sealedXml: string): PacReply {
  const { code = '', message = '' } = body;
  if (TURNED_AWAY.has(`${status} ${code}`)) return { kind: 'not-sent', reason: message || code };
  if (status === 200 || (status === 307 && code === '307')) return accept(body.xml, sealedXml, status === 307);
  if (status !== 422) return unknown(`HTTP ${status} ${message || code}`);
  if (code === '707') return { kind: 'already-stamped' };
  if (!REFUSAL.test(code)) return unknown(`HTTP 422 with code ${code || 'none'}`);
  const satCode = body.satCode ?? /CFDI\d{5,6}/.exec(`${code} ${message}`)?.[0];
  return { kind: 'rejected', code, ...(satCode && { satCode }), message };
}

function accept(xml: string | undefined, sealedXml: string, repeated: boolean): PacReply {
  if (xml === undefined) return repeated ? { kind: 'already-stamped' } : unknown('HTTP 200 without a document');
  const mismatch = timbreMismatch(sealedXml, xml);
  return mismatch ? unknown(`foreign-timbre: ${mismatch}`) : { kind: 'stamped', xml, repeated };
}

const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

async function readCapped(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream and its connection.
    if (bytes > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Errors of opening a connection, and never of one that is open: not a byte of the document has left.
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

function failed(error: unknown): PacReply {
  const code = codeOf(error);
  if (code !== undefined && NOT_CONNECTED.has(code)) return { kind: 'not-sent', reason: code };
  return unknown(code ?? (error instanceof Error ? error.name : 'no answer'));
}

/** fetch hides what happened in `cause`. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}

function unknown(reason: string): PacReply {
  return { kind: 'unknown', reason };
}

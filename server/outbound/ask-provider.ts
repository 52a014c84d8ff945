/**
 * One HTTP exchange with a provider. `fetch` is unsuitable: it always sends `Accept` (which PADE rejects), treats 307 as a redirect, and
 * hides whether a connection was ever established. Here a failure says whether anything we sent may have arrived.
 */
import { type ClientRequest, Agent as HttpAgent, type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { timeListener } from './reported-time.ts';

/** One HTTP request. It is never retried, and redirects are not followed. */
export type ProviderRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  /** Sent as they are; Host and Content-Length are added, nothing else. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The caller's deadline. */
  readonly signal: AbortSignal;
  /** The provider's own limit per call. */
  readonly timeoutMs: number;
  /** For a host that is not reachable with the usual TLS settings, and only for that host. */
  readonly agent?: HttpsAgent;
};

/** The outcome of a request. Only `not-sent` proves that the provider did not receive it. */
export type ProviderAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      /** UTF-8; invalid bytes are read as U+FFFD. */
      readonly text: string;
    }
  /** No connection was ever open for it: nothing can have arrived. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** It may have arrived: no answer in time, or none that is whole. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Larger than any stamped document with its PDF; a larger answer does not count as one. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

const AGENTS = {
  'http:': new HttpAgent({ keepAlive: true, maxSockets: 64 }),
  'https:': new HttpsAgent({ keepAlive: true, maxSockets: 64 }),
} as const;

/** Never rejects. Redirects are answers like any other: they are not followed. */
export function askProvider(asked: ProviderRequest): Promise<ProviderAnswer> {
  if (asked.signal.aborted) return Promise.resolve({ kind: 'not-sent', reason: 'the deadline had passed' });
  const request = tryOpen(asked);
  // For example an invalid header: nothing was sent, and the message might repeat a secret.
  if (!request) return Promise.resolve({ kind: 'not-sent', reason: 'the request cannot be written' });
  const reportTime = timeListener();
  return new Promise((resolve) => {
    const connection = watchConnection(request);
    const timer = setTimeout(() => request.destroy(new Error('timeout')), asked.timeoutMs);
    const abort = (): void => void request.destroy(new Error('deadline'));
    asked.signal.addEventListener('abort', abort, { once: true });
    const settle = (answer: ProviderAnswer): void => {
      clearTimeout(timer);
      asked.signal.removeEventListener('abort', abort);
      resolve(answer);
    };
    const fail = (error: NodeJS.ErrnoException): void =>
      settle({ kind: connection.stood() ? 'unknown' : 'not-sent', reason: error.code ?? error.message });
    request.on('error', fail);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES) request.destroy(new Error(`an answer of more than ${MAX_ANSWER_BYTES} bytes`));
        else chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('aborted', () => fail(new Error('half an answer')));
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response;
        reportTime(headers.date);
        settle({ kind: 'answered', status, headers, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    request.end(asked.body);
  });
}

function tryOpen(asked: ProviderRequest): ClientRequest | undefined {
  try {
    return open(asked);
  } catch {
    return undefined;
  }
}

function open({ method, url, headers = {}, body, agent }: ProviderRequest): ClientRequest {
  const isTls = url.protocol === 'https:';
  const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
  const options = { method, headers: { ...headers, ...length } };
  return isTls
    ? requestHttps(url, { ...options, agent: agent ?? AGENTS['https:'] })
    : requestHttp(url, { ...options, agent: AGENTS['http:'] });
}

/** A request is written once its connection is established, TLS included; a reused connection already is. */
function watchConnection(request: ClientRequest): { stood(): boolean } {
  let stood = false;
  request.on('socket', (socket) => {
    if (request.reusedSocket) stood = true;
    else {
      socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
        stood = true;
      });
    }
  });
  return { stood: () => stood };
}

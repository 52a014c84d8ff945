/**
 * The only client for URLs chosen by outsiders: webhook endpoints, team channels and own domains. Every address of the host is checked before
 * connecting, and the connection goes to a checked address whatever the name resolves to by then. Redirects and proxies are not followed;
 * cookies and connections are not kept.
 */
import { type ClientRequest, type IncomingHttpHeaders, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { hostOf, mayReach, type RefusedWhy, readTarget } from './address-rules.ts';
import { pinnedTo } from './askable.ts';
import { type Resolve, resolveByDns } from './resolve.ts';

/** A POST to an untrusted URL. */
export type GuardedRequest = {
  readonly headers: Readonly<Record<string, string>>;
  /** At most 64 KB. */
  readonly body: string;
  readonly signal: AbortSignal;
  /** For the whole exchange, from the name's look-up to the last byte. */
  readonly timeoutMs: number;
};

/** The outcome of the POST. Any HTTP status is `answered`. */
export type GuardedAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      /** The first 64 KB; less if the answer broke off, because its status alone is an answer. */
      readonly text: string;
    }
  /** Nothing was sent: the host may not be reached from here. */
  | { readonly kind: 'refused'; readonly why: RefusedWhy }
  /** No answer: no such name, no connection, no TLS, or none in time. The request may have arrived. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Sends POST requests to URLs that merchants configured, without reaching this server's own network. */
export type GuardedClient = {
  /** Never rejects. */
  post(url: string, request: GuardedRequest): Promise<GuardedAnswer>;
  /** Never rejects. */
  get(url: string, request: Pick<GuardedRequest, 'signal' | 'timeoutMs'>): Promise<GuardedAnswer>;
};

/** How the client is restricted, and what tests replace. */
export type GuardedOptions = {
  /** Stand-ins on this machine, over http and on any port. Never together with live keys. */
  readonly allowLoopback: boolean;
  readonly resolve?: Resolve;
  /** Certificates (PEM) that vouch for a stand-in, instead of those that Node knows. */
  readonly ca?: readonly string[];
  /** Every peer that a connection was made to. */
  readonly onConnect?: (peer: { readonly address: string; readonly port: number }) => void;
};

const MAX_BYTES = 64 * 1024;

/** Asks public addresses only, by https on 443 or 8443. */
export function createGuardedClient(options: GuardedOptions): GuardedClient {
  return {
    post: (url, request) => send(options, url, { ...request, method: 'POST' }),
    get: (url, request) => send(options, url, { ...request, method: 'GET', headers: {}, body: '' }),
  };
}

type Sent = GuardedRequest & { readonly method: 'GET' | 'POST' };

async function send(options: GuardedOptions, written: string, request: Sent): Promise<GuardedAnswer> {
  const url = readTarget(written, options.allowLoopback);
  if (typeof url === 'string') return { kind: 'refused', why: url };
  if (Buffer.byteLength(request.body) > MAX_BYTES) return { kind: 'refused', why: 'body' };
  const deadline = new AbortController();
  const abort = (): void => deadline.abort(new Error('stopped'));
  const timer = setTimeout(() => deadline.abort(new Error('timeout')), request.timeoutMs);
  request.signal.addEventListener('abort', abort, { once: true });
  if (request.signal.aborted) abort();
  try {
    return await ask(options, url, request, deadline.signal);
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error, deadline.signal) };
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', abort);
  }
}

async function ask(options: GuardedOptions, url: URL, request: Sent, signal: AbortSignal): Promise<GuardedAnswer> {
  signal.throwIfAborted();
  const host = hostOf(url);
  const { resolve = resolveByDns, allowLoopback } = options;
  const addresses = isIP(host) === 0 ? await Promise.race([resolve(host, signal), aborted(signal)]) : [host];
  if (addresses.length === 0) return { kind: 'failed', reason: 'no address' };
  // A single forbidden address is enough to refuse: a name that is both public and private is an attack.
  if (!addresses.every((address) => mayReach(url, address, allowLoopback))) return { kind: 'refused', why: 'address' };
  return exchange(options, url, request, addresses, signal);
}

function exchange(
  options: GuardedOptions,
  url: URL,
  { method, headers, body }: Sent,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<GuardedAnswer> {
  return new Promise((resolve, reject) => {
    const sent = { method, headers: { 'User-Agent': 'Autofactura', ...headers } };
    const request = open(options, url, sent, addresses, signal);
    if (request === undefined) return resolve({ kind: 'refused', why: 'headers' });
    request.on('socket', (socket) =>
      socket.once('connect', () => {
        const { remoteAddress = '', remotePort = 0 } = socket;
        options.onConnect?.({ address: remoteAddress, port: remotePort });
      }),
    );
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const settle = (): void => {
        const text = Buffer.concat(chunks).subarray(0, MAX_BYTES).toString('utf8');
        resolve({ kind: 'answered', status: response.statusCode ?? 0, headers: response.headers, text });
        request.destroy();
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes >= MAX_BYTES) settle();
      });
      // Whatever happens to the rest, there is an answer.
      request.off('error', reject).on('error', settle);
      for (const end of ['end', 'error', 'aborted'] as const) response.on(end, settle);
    });
    request.end(body);
  });
}

function open(
  { ca }: GuardedOptions,
  url: URL,
  sent: Pick<Sent, 'method' | 'headers'>,
  addresses: readonly string[],
  signal: AbortSignal,
): ClientRequest | undefined {
  const host = hostOf(url);
  const options: RequestOptions = {
    ...sent,
    ...{ hostname: host, port: url.port, path: `${url.pathname}${url.search}` },
    // No reuse: a kept connection was checked when it was made, and names change.
    agent: false,
    lookup: pinnedTo(addresses),
    signal,
  };
  try {
    if (url.protocol === 'http:') return requestHttp(options);
    return requestHttps({ ...options, servername: isIP(host) === 0 ? host : '', ...(ca && { ca: [...ca] }) });
  } catch {
    // Node refuses an invalid header.
    return undefined;
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  const cause: unknown = signal.aborted ? signal.reason : error;
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

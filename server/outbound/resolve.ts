/** Resolves names without blocking a thread of this process on a slow name server. */
import { Resolver } from 'node:dns/promises';

/** Resolves every address of a host. Rejects if there is none or DNS does not answer. */
export type Resolve = (host: string, signal: AbortSignal) => Promise<readonly string[]>;

/** `unknown` if it could not be found out: no name server answered, or the zone's own servers are broken. */
export type Records = readonly string[] | 'unknown';

/** Looks names up in the DNS. */
export type Dns = {
  readonly resolve: Resolve;
  /** The TXT records of a name, each in one piece. */
  txt(name: string): Promise<Records>;
  /** The name that a name is an alias of: one, or none. */
  cname(name: string): Promise<Records>;
  /** IPv4 and IPv6 addresses. */
  addresses(name: string): Promise<Records>;
};

const TIMEOUT_MS = 2_500;
const TRIES = 2;

/** The name exists without such a record, or does not exist: both are answers. */
const NONE = new Set(['ENODATA', 'ENOTFOUND']);

/**
 * Asks these name servers (`1.1.1.1`, `[2606:4700::1111]:53`), or this machine's. `getaddrinfo` would hold one of the four threads that
 * files are read by; it also looks into the hosts file, where a server has names that nobody outside should reach.
 */
export function createDns(servers: readonly string[] = []): Dns {
  const open = (): Resolver => {
    const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
    if (servers.length > 0) resolver.setServers(servers);
    return resolver;
  };
  const records = (ask: (resolver: Resolver) => Promise<readonly string[]>): Promise<Records> =>
    ask(open()).catch((error: unknown) => (NONE.has(codeOf(error)) ? [] : 'unknown'));
  const addresses = async (name: string): Promise<Records> => {
    const [four, six] = await Promise.all([
      records((resolver) => resolver.resolve4(name)),
      records((resolver) => resolver.resolve6(name)),
    ]);
    if (four === 'unknown' && six === 'unknown') return 'unknown';
    const found = [four, six].flatMap((answer) => (answer === 'unknown' ? [] : answer));
    // Half an answer that is empty says nothing of the other half.
    return found.length === 0 && (four === 'unknown' || six === 'unknown') ? 'unknown' : found;
  };
  return {
    resolve: (host, signal) => resolveWith(open(), host, signal),
    txt: (name) => records(async (resolver) => (await resolver.resolveTxt(name)).map((pieces) => pieces.join(''))),
    cname: (name) => records((resolver) => resolver.resolveCname(name)),
    addresses,
  };
}

async function resolveWith(resolver: Resolver, host: string, signal: AbortSignal): Promise<readonly string[]> {
  // RFC 6761 6.3: no name server is asked about it.
  if (host === 'localhost') return ['127.0.0.1', '::1'];
  const cancel = (): void => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]).finally(() =>
    signal.removeEventListener('abort', cancel),
  );
  const found = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length === 0 && four.status === 'rejected') throw four.reason;
  return found;
}

/** Uses this machine's name servers. */
export const resolveByDns: Resolve = createDns().resolve;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

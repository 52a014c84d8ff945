/** Resolves names without blocking a thread of this process on a slow name server. */
import { Resolver } from 'node:dns/promises';

/** Resolves every address of a host. Rejects if there is none or DNS does not answer. */
export type Resolve = (host: string, signal: AbortSignal) => Promise<readonly string[]>;

const TIMEOUT_MS = 2_500;
const TRIES = 2;

/**
 * Asks DNS for IPv4 and IPv6 addresses alike. `getaddrinfo` would occupy one of the four threads that also read files, and it uses the
 * hosts file, which has names that outsiders must not reach.
 */
export const resolveByDns: Resolve = async (host, signal) => {
  // RFC 6761 6.3: no DNS query for it.
  if (host === 'localhost') return ['127.0.0.1', '::1'];
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  const cancel = (): void => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]).finally(() =>
    signal.removeEventListener('abort', cancel),
  );
  const found = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length === 0 && four.status === 'rejected') throw four.reason;
  return found;
};

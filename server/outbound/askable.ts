/** Where a host is, for whoever connects by themselves instead of by `guarded.ts`. */
import { isIP } from 'node:net';
import { reachOf } from './address-rules.ts';
import { type Resolve, resolveByDns } from './resolve.ts';

/** The addresses to connect to, and no other: the name may mean something else the next time. Rejects what is not public. */
export async function askableAddresses(
  host: string,
  signal: AbortSignal,
  { allowLoopback, resolve = resolveByDns }: { readonly allowLoopback: boolean; readonly resolve?: Resolve },
): Promise<readonly string[]> {
  const addresses = isIP(host) === 0 ? await resolve(host, signal) : [host];
  const isAskable = (address: string): boolean => {
    const reach = reachOf(address);
    return reach === 'public' || (reach === 'loopback' && allowLoopback);
  };
  // One that may not be asked is reason enough: a name that is public and private at once is made to deceive.
  if (addresses.length === 0 || !addresses.every(isAskable)) throw new Error('this host may not be asked from here');
  return addresses;
}

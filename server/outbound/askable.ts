/** Checks hosts chosen by merchants, for clients that do not connect through `guarded.ts`. */
import { Agent } from 'node:https';
import { isIP, isIPv6, type LookupFunction } from 'node:net';
import { reachOf } from './address-rules.ts';
import { type Resolve, resolveByDns } from './resolve.ts';

/** The addresses to connect to, and no other: the name may mean something else the next time. Rejects what is not public. */
export async function askableAddresses(
  host: string,
  signal: AbortSignal,
  { allowLoopback, resolve = resolveByDns }: Reaching,
): Promise<readonly string[]> {
  const addresses = isIP(host) === 0 ? await resolve(host, signal) : [host];
  if (addresses.length === 0 || !areAskable(addresses, allowLoopback)) throw new Error(REFUSED);
  return addresses;
}

type Reaching = { readonly allowLoopback: boolean; readonly resolve?: Resolve };

const REFUSED = 'this host may not be asked from here';

/** Tells whether a host may be configured: like `askableAddresses`, but a name that cannot be resolved, or not in time, passes. */
export async function mayAsk(
  host: string,
  signal: AbortSignal,
  { allowLoopback, resolve = resolveByDns }: Reaching,
): Promise<boolean> {
  const unknown: readonly string[] = [];
  const addresses = isIP(host) === 0 ? await resolve(host, signal).catch(() => unknown) : [host];
  return areAskable(addresses, allowLoopback);
}

/** A single forbidden address is enough to refuse: a name that is both public and private is an attack. */
function areAskable(addresses: readonly string[], allowLoopback: boolean): boolean {
  return addresses.every((address) => {
    const reach = reachOf(address);
    return reach === 'public' || (reach === 'loopback' && allowLoopback);
  });
}

const LOOK_UP_MS = 5_000;

const lookUp: LookupFunction = (host, options, done) => {
  askableAddresses(host, AbortSignal.timeout(LOOK_UP_MS), { allowLoopback: false }).then(
    (addresses) => pinnedTo(addresses)(host, options, done),
    (error: Error) => done(error, ''),
  );
};

/** For `ask-provider.ts`: looks at a name's addresses whenever it connects. Hosts must be names: nothing looks up an address. */
export const ASKABLE_AGENT = new Agent({ keepAlive: true, maxSockets: 64, lookup: lookUp });

/** Returns the addresses that were checked, without another DNS query. */
export function pinnedTo(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, { all: wantsAll }, done) => {
    const [first] = all;
    if (wantsAll) done(null, all);
    else if (first) done(null, first.address, first.family);
  };
}

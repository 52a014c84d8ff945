/** The network address a limit is counted by. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';

/**
 * Whose `x-forwarded-for` is believed: nobody's; the one proxy that speaks to this server, whatever its address; or that of proxies in these
 * networks, however many stand in a row.
 */
export type TrustedProxies = 'none' | 'peer' | readonly Network[];
/** An address and the length of its prefix in bits. */
export type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * The network of the customer: of the peer, or of the right-most address that no trusted proxy has. What stands to the left of it was
 * written by the customer and is never read, nor is `Forwarded`, which nginx and Caddy pass on as it came.
 */
export function addressOf(c: Context, trusted: TrustedProxies): string {
  const peer = peerOf(c);
  const forwarded = c.req.header('x-forwarded-for')?.split(',').map(bareAddress) ?? [];
  if (trusted === 'none' || forwarded.length === 0) return networkOf(peer ?? 'unknown');
  if (trusted === 'peer') return networkOf(forwarded.at(-1) || (peer ?? 'unknown'));
  let nearest = peer ?? '';
  while (forwarded.length > 0 && isIn(nearest, trusted)) {
    const before = forwarded.pop() ?? '';
    // A proxy that did not know whom it served answers for them itself.
    if (!ipaddr.isValid(before)) break;
    nearest = before;
  }
  return networkOf(nearest || 'unknown');
}

/**
 * An IPv4 address as it is, also when it is written as an IPv6 one; the /64 of any other IPv6 address, which is what one subscriber has
 * (RFC 6177). Whatever is no address counts as what it says.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':');
}

/** `true`, `false`, or addresses and networks (`10.0.0.0/8, 2001:db8::1`) with commas between them. `undefined` for anything else. */
export function parseTrustedProxies(text: string): TrustedProxies | undefined {
  if (text === 'true' || text === '1') return 'peer';
  if (text === 'false' || text === '0') return 'none';
  const networks = text.split(',').map((each) => parseNetwork(each.trim()));
  const known = networks.filter((each): each is Network => each !== undefined);
  return known.length === networks.length ? known : undefined;
}

function parseNetwork(text: string): Network | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!/[.:]/.test(text) || !ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function isIn(address: string, networks: readonly Network[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return networks.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits));
}

/** Some proxies write the port too: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
function bareAddress(text: string): string {
  const trimmed = text.trim();
  const [, inBrackets, beforePort] = /^\[([^\]]+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(trimmed) ?? [];
  return inBrackets ?? beforePort ?? trimmed;
}

/**
 * Whether the request came through a proxy of ours that this server was not told to trust: then all customers share the proxy's address,
 * and lock each other out.
 */
export function cameByUntrustedProxy(c: Context, trusted: TrustedProxies): boolean {
  const isForwarded = c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined;
  if (!isForwarded || trusted === 'peer') return false;
  const peer = peerOf(c);
  if (peer === undefined || !ipaddr.isValid(peer)) return false;
  if (trusted !== 'none' && isIn(peer, trusted)) return false;
  return ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(ipaddr.process(peer).range());
}

// In tests the app is called without a socket.
function peerOf(c: Context): string | undefined {
  return c.env?.incoming ? getConnInfo(c).remote.address : undefined;
}

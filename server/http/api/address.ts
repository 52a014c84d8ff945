/** The network address by which rate limits are counted. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';

/**
 * Whose `x-forwarded-for` is trusted: nobody's, the one proxy that connects to this server (`peer`), or any number of proxies in these networks.
 */
export type TrustedProxies = 'none' | 'peer' | readonly Network[];
/** A network: an address and the length of its prefix in bits. */
export type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * Returns the customer's network: that of the peer, or of the right-most address that is not a trusted proxy. Everything to the left of it was
 * written by the customer and is ignored, as is `Forwarded`, which nginx and Caddy pass on unchanged.
 */
export function addressOf(c: Context, trusted: TrustedProxies): string {
  const peer = peerOf(c);
  const forwarded = c.req.header('x-forwarded-for')?.split(',').map(bareAddress) ?? [];
  if (trusted === 'none' || forwarded.length === 0) return networkOf(peer ?? 'unknown');
  if (trusted === 'peer') return networkOf(forwarded.at(-1) || (peer ?? 'unknown'));
  let nearest = peer ?? '';
  while (forwarded.length > 0 && isIn(nearest, trusted)) {
    const before = forwarded.pop() ?? '';
    // A proxy that does not name its client is counted itself.
    if (!ipaddr.isValid(before)) break;
    nearest = before;
  }
  return networkOf(nearest || 'unknown');
}

/**
 * Normalizes an address to its network: an IPv4 address as it is, even if written as IPv6, and the /64 of any other IPv6 address, which one
 * subscriber has (RFC 6177). Text that is not an address counts as it is.
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

/**
 * Parses the setting: `true`, `false`, or comma-separated addresses and networks (`10.0.0.0/8, 2001:db8::1`). Returns `undefined` for anything
 * else.
 */
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

/** Removes the port that some proxies append: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
function bareAddress(text: string): string {
  const trimmed = text.trim();
  const [, inBrackets, beforePort] = /^\[([^\]]+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(trimmed) ?? [];
  return inBrackets ?? beforePort ?? trimmed;
}

/**
 * Whether the request came through a proxy that this server is not configured to trust. In that case all customers share the proxy's
 * address and can lock each other out.
 */
export function cameByUntrustedProxy(c: Context, trusted: TrustedProxies): boolean {
  const isForwarded = c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined;
  if (!isForwarded || trusted === 'peer') return false;
  const peer = peerOf(c);
  if (peer === undefined || !ipaddr.isValid(peer)) return false;
  if (trusted !== 'none' && isIn(peer, trusted)) return false;
  return ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(ipaddr.process(peer).range());
}

/** Whether a connection comes from this machine, or from a proxy that is trusted by its address. */
export function isTrustedPeer(peer: string, trusted: TrustedProxies): boolean {
  if (!ipaddr.isValid(peer)) return false;
  if (ipaddr.process(peer).range() === 'loopback') return true;
  return typeof trusted !== 'string' && isIn(peer, trusted);
}

// Tests call the app without a socket.
function peerOf(c: Context): string | undefined {
  return c.env?.incoming ? getConnInfo(c).remote.address : undefined;
}

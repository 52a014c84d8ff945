/** The network address a limit is counted by. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';

/** The network of the peer, or of the last address a trusted proxy wrote, when there is one. */
export function addressOf(c: Context, trustProxy: boolean): string {
  const forwarded = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return networkOf(forwarded ?? peerOf(c) ?? 'unknown');
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

/**
 * Whether the request came through a proxy of ours that this server was not told to trust: then all customers share the proxy's address,
 * and lock each other out.
 */
export function cameByUntrustedProxy(c: Context, trustProxy: boolean): boolean {
  if (trustProxy || c.req.header('x-forwarded-for') === undefined) return false;
  const peer = peerOf(c);
  if (peer === undefined || !ipaddr.isValid(peer)) return false;
  return ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(ipaddr.process(peer).range());
}

// In tests the app is called without a socket.
function peerOf(c: Context): string | undefined {
  return c.env?.incoming ? getConnInfo(c).remote.address : undefined;
}

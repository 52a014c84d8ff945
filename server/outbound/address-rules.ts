/** The network addresses that a URL chosen by somebody else may lead to: only public ones, nothing on our own networks. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** `loopback` is this machine; `refused` is everything else that is not the public internet. */
export type Reach = 'public' | 'loopback' | 'refused';

/** What a URL is refused for. */
export type RefusedWhy = 'url' | 'scheme' | 'userinfo' | 'host' | 'port' | 'address' | 'body' | 'headers';

/** Azure's metadata and DNS are reached by an address that looks public from outside; in every cloud's network it is the host's. */
const METADATA = new Set(['168.63.129.16']);

/** What is routed to one network at last (RFC 4291 2.4); all the rest is special, or will be. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** RFC 6052: an IPv4 address, as a network without IPv4 sees it. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
/** Documentation, RFC 9637. */
const DOCUMENTATION = ipaddr.IPv6.parseCIDR('3fff::/20');

/** Classifies an address as DNS or a parsed URL writes it; anything else, such as an IPv6 zone, is refused. */
export function reachOf(address: string): Reach {
  if (isIP(address) === 0 || address.includes('%')) return 'refused';
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range === 'loopback') return 'loopback';
  if (parsed instanceof ipaddr.IPv4) return range === 'unicast' && !METADATA.has(address) ? 'public' : 'refused';
  if (!(parsed instanceof ipaddr.IPv6)) return 'refused';
  if (parsed.match(NAT64)) {
    const within = reachOf(parsed.toByteArray().slice(-4).join('.'));
    return within === 'public' ? 'public' : 'refused';
  }
  const isPublic = range === 'unicast' && parsed.match(GLOBAL_UNICAST) && !parsed.match(DOCUMENTATION);
  return isPublic ? 'public' : 'refused';
}

const PORTS = new Set(['', '443', '8443']);
/** Printable ASCII without `\`, which the URL standard would read as `/`, and without blanks, which it would drop. */
const WRITTEN = /^(https?):\/\/([^/?#]*)[\x21-\x5b\x5d-\x7e]*$/i;
/** At least two labels: a single one would be looked up in whatever network the server is in. */
const NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

/**
 * Parses the URL, unless its form is a reason to refuse it. Its host must be in canonical form, so no alternative spelling of an address
 * gets through. `loose` allows http, any port and `localhost`, for callers that then connect to loopback addresses only.
 */
export function readTarget(written: string, loose: boolean): URL | RefusedWhy {
  const [, scheme, authority] = WRITTEN.exec(written) ?? [];
  if (scheme === undefined || authority === undefined || !URL.canParse(written)) {
    return /^https?:/i.test(written) || !/^[a-z][a-z0-9+.-]*:/i.test(written) ? 'url' : 'scheme';
  }
  const url = new URL(written);
  if (url.protocol !== 'https:' && !loose) return 'scheme';
  if (authority.includes('@') || url.username !== '' || url.password !== '') return 'userinfo';
  if (authority.replace(/:\d*$/, '').toLowerCase() !== url.hostname) return 'host';
  const isNamed = url.hostname.length <= 253 && NAME.test(url.hostname);
  const isHost = isIP(hostOf(url)) !== 0 || isNamed || (loose && url.hostname === 'localhost');
  if (!isHost) return 'host';
  return PORTS.has(url.port) || loose ? url : 'port';
}

/** The host without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** Whether this address may be requested with this URL: only loopback may be requested without TLS, and on any port. */
export function mayReach(url: URL, address: string, allowLoopback: boolean): boolean {
  const reach = reachOf(address);
  if (reach === 'loopback') return allowLoopback;
  return reach === 'public' && url.protocol === 'https:' && PORTS.has(url.port);
}

/** Tells whether a URL can ever be requested. What its name resolves to is checked at each request. */
export function mayBeAsked(written: string, allowLoopback: boolean): boolean {
  const url = readTarget(written, allowLoopback);
  if (typeof url === 'string') return false;
  const host = hostOf(url);
  if (isIP(host) !== 0) return mayReach(url, host, allowLoopback);
  return (url.protocol === 'https:' && PORTS.has(url.port)) || (allowLoopback && host === 'localhost');
}

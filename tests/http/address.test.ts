import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { addressOf, networkOf, parseTrustedProxies } from '../../server/http/api/address.ts';
import { readConfig } from '../../server/main/config.ts';

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:0DB8:0000:0000:ffff::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['unknown', 'unknown'],
])('counts %s as %s: IPv4 in any notation, IPv6 by its /64 in any notation', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
/** What `addressOf` answers for a request from `peer`. */
function addressFrom(peer: string, trusted: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const app = new Hono();
  app.get('/', (c) => c.text(addressOf(c, parseTrustedProxies(trusted) ?? 'none')));
  const socket = { remoteAddress: peer, remotePort: 4711, remoteFamily: peer.includes(':') ? 'IPv6' : 'IPv4' };
  return Promise.resolve(app.request('/', { headers }, { incoming: { socket } })).then((answer) => answer.text());
}

it.each([
  ['nobody’s header, when none is trusted', '203.0.113.9', 'false', '198.51.100.1', '203.0.113.9'],
  ['what the one proxy wrote last', '10.0.0.1', 'true', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
  ['the peer, when the proxy sent none', '10.0.0.1', 'true', undefined, '10.0.0.1'],
  ['the right-most that is not listed', '10.0.0.1', '10.0.0.0/8', '198.51.100.1, 203.0.113.7, 10.9.9.9', '203.0.113.7'],
  ['the peer itself, when it is not listed', '192.0.2.1', '10.0.0.0/8', '203.0.113.7', '192.0.2.1'],
  ['a listed IPv6 proxy’s customer by their /64', '::1', '::1, fd00::/8', '2001:db8:1:2::9, fd00::7', '2001:db8:1:2'],
  ['a mapped IPv4 proxy as the same', '::ffff:10.0.0.1', '10.0.0.0/8', '203.0.113.7', '203.0.113.7'],
  ['an address without its port', '10.0.0.1', '10.0.0.0/8', '203.0.113.7:52011', '203.0.113.7'],
  ['an IPv6 address without brackets and port', '10.0.0.1', 'true', '[2001:db8:1:2::9]:52011', '2001:db8:1:2'],
  ['the proxy that says unknown', '10.0.0.1', '10.0.0.0/8', '198.51.100.1, unknown, 10.0.0.2', '10.0.0.2'],
  ['the first proxy, when all are listed', '10.0.0.1', '10.0.0.0/8', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
] as const)('counts %s', async (_, peer, trusted, forwarded, counted) => {
  const headers = { forwarded: 'for=192.0.2.99', ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }) };
  expect(await addressFrom(peer, trusted, headers)).toBe(counted);
});

it.each(['yes', '', '10.0.0.0/33', '10', '127.0.0.1,', 'proxy.example'])('refuses to trust «%s»', (text) => {
  expect(() => readConfig({ AUTOFACTURA_TRUST_PROXY: text })).toThrow('not valid: AUTOFACTURA_TRUST_PROXY');
});

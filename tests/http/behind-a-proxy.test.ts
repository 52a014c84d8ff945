/** Customers behind nginx and Caddy, configured as server/main/README.md says: each is counted by an address that nobody else can write. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hashApiKey, newApiKey } from '../../server/merchants/api-key.ts';
import { type ProxyKind, startProxy } from '../support/proxies.ts';
import { type Served, startServed } from '../support/served.ts';
import { JACARANDA, openShop, PORTAL } from '../support/shop.ts';

vi.setConfig({ testTimeout: 90_000 });

/** More than one address may fail in a minute. */
const MANY = 80;

const ended: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

type Behind = { readonly server: Served; readonly key: string; readonly url: string };

/** A server that trusts `trusted`, and the proxies before it, the customers' end first. */
async function behind(trusted: string, ...kinds: readonly ProxyKind[]): Promise<Behind> {
  const dataDir = mkdtempSync(join(tmpdir(), 'autofactura-proxied-'));
  ended.push(async () => rmSync(dataDir, { recursive: true }));
  const shop = await openShop(dataDir, { sqlitePath: join(dataDir, 'autofactura.db') });
  const key = newApiKey('test');
  const scopes = ['settings:read', 'settings:write', 'invoices:write'] as const;
  await shop.store.merchants.putApiKey({ id: 'key_proxied', ...JACARANDA, scopes }, hashApiKey(key));
  await shop.close();
  const server = await startServed({ AUTOFACTURA_DATA: dataDir, AUTOFACTURA_TRUST_PROXY: trusted });
  ended.push(() => server.end('SIGKILL'));
  let { url } = server;
  for (const kind of [...kinds].reverse()) {
    const proxy = await startProxy(kind, url);
    ended.push(() => proxy.stop());
    url = proxy.url;
  }
  return { server, key, url };
}

type Customer = { readonly from: string; readonly headers?: Readonly<Record<string, string>> };

/** A search that finds nothing, sent from an address of this machine; answers its status. */
function search(url: string, { from, headers = {} }: Customer): Promise<number> {
  const { port } = new URL(url);
  const body = JSON.stringify({ folio: 'CJ-0000', total: '1.00' });
  const host = from.includes(':') ? '::1' : '127.0.0.1';
  return new Promise((resolve, reject) => {
    const sent = request({
      ...{ host, port, localAddress: from, method: 'POST', path: `/v1/portals/${PORTAL}/sales/search` },
      headers: { 'content-type': 'application/json', 'content-length': body.length, ...headers },
    });
    sent.once('error', reject);
    sent.once('response', (answer) => answer.resume().once('end', () => resolve(answer.statusCode ?? 0)));
    sent.end(body);
  });
}

/** Searches until it is refused; `nth` makes every try look different where the customer can. */
async function isLockedOut(url: string, customer: (nth: number) => Customer): Promise<boolean> {
  for (let nth = 0; nth < MANY; nth++) if ((await search(url, customer(nth))) === 429) return true;
  return false;
}

/** What somebody writes who wants to be another customer each time. */
const spoofed = (nth: number) => ({
  'x-forwarded-for': `198.51.100.${nth}, 203.0.113.${nth}`,
  forwarded: `for=203.0.113.${nth}`,
  'x-real-ip': `203.0.113.${nth}`,
});

describe.each(['nginx', 'caddy'] as const)('behind %s, which it trusts', (kind) => {
  it('429 for the customer who guesses, whatever x-forwarded-for and Forwarded they send; 200 for all others, over IPv6 too', async () => {
    const { url } = await behind('true', kind);
    expect(await isLockedOut(url, (nth) => ({ from: '127.0.0.2', headers: spoofed(nth) }))).toBe(true);
    expect(await search(url, { from: '127.0.0.3' })).toBe(200);
    expect(await search(url, { from: '::1' })).toBe(200);
    expect(await isLockedOut(url, (nth) => ({ from: '::1', headers: spoofed(nth) }))).toBe(true);
    expect(await search(url, { from: '127.0.0.3', headers: { 'x-forwarded-for': '127.0.0.2' } })).toBe(200);
  });

  it('200: a health check that bypasses the proxy needs no header and raises no notice', async () => {
    const { server, url } = await behind('true', kind);
    for (const each of [server.url, url]) expect((await fetch(`${each}/health/ready`)).status).toBe(200);
    expect(server.logged.filter((line) => line.includes('proxy.not-trusted'))).toEqual([]);
  });

  it('200: a proxy that is not trusted is reported, once in the log and in the /v1/notices of its merchants', async () => {
    const { server, key, url } = await behind('false', kind);
    const notices = async () =>
      (
        (await (await fetch(`${server.url}/v1/notices`, { headers: { authorization: `Bearer ${key}` } })).json()) as {
          notices: { kind: string; detail: string }[];
        }
      ).notices.filter(({ kind }) => kind === 'proxy-not-trusted');
    // The proxy was waited for through itself.
    await search(url, { from: '127.0.0.2' });
    expect(await notices()).toMatchObject([{ detail: expect.stringContaining('AUTOFACTURA_TRUST_PROXY=true') }]);
    expect(server.logged.filter((line) => line.includes('proxy.not-trusted'))).toHaveLength(1);
  });
});

it('200: a test run of the portal, which the server sends to itself, is no proxy that nobody configured', async () => {
  const { server, key } = await behind('false');
  const authorization = `Bearer ${key}`;
  const run = await fetch(`${server.url}/v1/portals/${PORTAL}/test-run`, {
    method: 'POST',
    headers: { authorization },
  });
  expect(run.status).toBe(200);
  expect(server.logged.filter((line) => line.includes('proxy.not-trusted'))).toEqual([]);
});

it('429 for one customer and 200 for the next behind two proxies in a row, if both are listed; with «true» they would count as one', async () => {
  const { url } = await behind('127.0.0.1, ::1', 'caddy', 'nginx');
  expect(await isLockedOut(url, (nth) => ({ from: '127.0.0.2', headers: spoofed(nth) }))).toBe(true);
  expect(await search(url, { from: '127.0.0.3' })).toBe(200);
  await Promise.all(
    ended
      .splice(0)
      .reverse()
      .map((end) => end()),
  );
  const one = await behind('true', 'caddy', 'nginx');
  expect(await isLockedOut(one.url, () => ({ from: '127.0.0.2' }))).toBe(true);
  expect(await search(one.url, { from: '127.0.0.3' })).toBe(429);
});

/** A portal's own domain over https: the README's Caddy, a name server and the server as an operator runs it, all on loopback. */
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { hashApiKey, newApiKey } from '../../server/merchants/api-key.ts';
import { UNCHECKED } from '../../server/portals/domain.ts';
import { type NameServer, startNameServer } from '../support/name-server.ts';
import { type DomainProxy, freePort, startDomainProxy } from '../support/proxies.ts';
import { type Served, startServed } from '../support/served.ts';
import { JACARANDA, openShop, PORTAL } from '../support/shop.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SERVER_HOST = 'factura.example.mx';
const HOST = 'factura.jacaranda.mx';
const TOKEN = '0f'.repeat(16);

let names: NameServer;
let proxy: DomainProxy;
let server: Served;
let direct: string;
const key = newApiKey('test');
const dataDir = mkdtempSync(join(tmpdir(), 'autofactura-own-domain-'));
beforeAll(async () => {
  const shop = await openShop(dataDir, { sqlitePath: join(dataDir, 'autofactura.db') });
  await shop.store.merchants.putApiKey({ id: 'key_domain', ...JACARANDA, scopes: ['settings:read'] }, hashApiKey(key));
  const at = Date.now();
  await shop.store.domains.add({
    ...{ ...JACARANDA, id: 'dom_tls', slug: PORTAL, host: HOST, token: TOKEN, state: 'pending' },
    ...{ findings: UNCHECKED, createdAt: at, nextAt: at },
  });
  await shop.close();
  const port = await freePort();
  direct = `http://127.0.0.1:${port}`;
  [names, proxy] = await Promise.all([startNameServer(), startDomainProxy(direct, SERVER_HOST)]);
  names.answer({
    [SERVER_HOST]: { A: ['127.0.0.1'] },
    [HOST]: { CNAME: SERVER_HOST },
    [`_autofactura.${HOST}`]: { TXT: [`autofactura=${TOKEN}`] },
  });
  server = await startServed({
    ...{ AUTOFACTURA_DATA: dataDir, PORT: String(port), AUTOFACTURA_TRUST_PROXY: 'true' },
    ...{ AUTOFACTURA_PUBLIC_URL: `https://${SERVER_HOST}:${proxy.port}`, AUTOFACTURA_DNS_SERVERS: names.address },
    // Lets the test world ask loopback addresses; there is nothing to ask there but ourselves.
    ...{ AUTOFACTURA_PROVIDERS_URL: 'http://127.0.0.1:9', NODE_EXTRA_CA_CERTS: proxy.authorityFile },
  });
});
afterAll(async () => {
  await server?.end('SIGTERM');
  await Promise.all([proxy?.stop(), names?.stop()]);
  rmSync(dataDir, { recursive: true });
});

type Got = { readonly status: number; readonly text: string };

/** A page by https, as a browser that resolved `host` to the proxy. Rejects where there is no certificate for it. */
function page(host: string, path = '/'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const headers = { host: `${host}:${proxy.port}` };
    const to = { host: '127.0.0.1', port: proxy.port, servername: host, ca: proxy.authority, agent: false };
    get({ ...to, path, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    }).once('error', reject);
  });
}

async function state(): Promise<string | undefined> {
  const answer = await fetch(`${direct}/v1/domains`, { headers: { authorization: `Bearer ${key}` } });
  return ((await answer.json()) as { domains: { state: string }[] }).domains[0]?.state;
}

it('200 at a domain that was proven in DNS, with a certificate of its own from the first visit; no certificate for any other name', async () => {
  await vi.waitFor(async () => expect(await state()).toBe('active'), { timeout: 100_000, interval: 200 });
  const opened = await page(HOST);
  expect(opened).toMatchObject({ status: 200, text: expect.stringContaining(`portal="${PORTAL}"`) });
  expect((await page(SERVER_HOST, `/${PORTAL}`)).status).toBe(200);
  await expect(page('factura.nadie.mx')).rejects.toThrow(/alert|EPROTO|SSL|reset/i);
  expect((await page(HOST, '/panel')).status).toBe(404);
  const portal = JSON.parse((await page(HOST, `/v1/portals/${PORTAL}`)).text) as { hostedUrl: string };
  expect(portal.hostedUrl).toBe(`https://${HOST}:${proxy.port}/`);
});

it('404 at /internal/ask through the proxy, under any host name; 200 for the proxy itself', async () => {
  const path = `/internal/ask?domain=${HOST}`;
  expect((await fetch(`${direct}${path}`)).status).toBe(200);
  expect((await page(SERVER_HOST, path)).status).toBe(404);
  expect((await page(HOST, path)).status).toBe(404);
});

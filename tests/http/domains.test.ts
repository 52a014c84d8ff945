/** Own domains from the claim to the printed link, with a name server and a listener of their own on loopback. */
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { createGuardedClient } from '../../server/outbound/guarded.ts';
import { createDns } from '../../server/outbound/resolve.ts';
import { lookAtDue } from '../../server/portals/domain-worker.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { type NameServer, startNameServer, type Zone } from '../support/name-server.ts';

const HOST = 'factura.jacaranda.mx';

type DomainView = {
  readonly id: string;
  readonly state: string;
  readonly checks?: Readonly<Record<string, string>>;
  readonly records: readonly { readonly type: string; readonly name: string; readonly value: string }[];
};

let api: TestApi;
let names: NameServer;
let yunque: string;
let http: ReturnType<typeof createAdaptorServer>;
let port: number;
beforeAll(async () => {
  [api, names] = await Promise.all([startApi({ sealed: [] }), startNameServer()]);
  yunque = await api.createKey({ merchantId: 'mer_yunque' });
  http = createAdaptorServer({ fetch: (request, env) => api.app.fetch(request, env as object) });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', () => resolve()));
  port = (http.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise((resolve) => http.close(resolve));
  await Promise.all([api.stop(), names.stop()]);
});

const as = (key: string) => ({ authorization: `Bearer ${key}` });
const claim = (host: string, portal: string, key = api.key) => api.post('/v1/domains', { host, portal }, as(key));
const listed = async (key = api.key) =>
  (await read<{ domains: DomainView[] }>(await api.request('/v1/domains', { headers: as(key) }))).domains;

/** One round of the background checks; the server's own name leads to the listener of this test. */
async function look(): Promise<void> {
  const { invoicing, hereProof } = api.services;
  const dns = createDns([names.address]);
  const client = createGuardedClient({ allowLoopback: true, resolve: dns.resolve });
  const desk = { ...invoicing, dns, client, hereProof, publicUrl: `http://factura.example.mx:${port}` };
  await lookAtDue(desk, new AbortController().signal);
}

async function lookLater(days: number): Promise<DomainView | undefined> {
  await api.move(days);
  await look();
  return (await listed())[0];
}

/** The zone of a merchant who followed the instructions, with changes. */
function zone(of: DomainView | undefined, changes: Zone = {}): Zone {
  const txt = of?.records.find(({ type }) => type === 'TXT');
  return {
    'factura.example.mx': { A: ['127.0.0.1'] },
    [HOST]: { CNAME: 'factura.example.mx' },
    ...(txt && { [txt.name]: { TXT: ['v=spf1 -all', txt.value] } }),
    ...changes,
  };
}

describe('a claimed domain', () => {
  let claimed: DomainView;
  beforeEach(async () => {
    for (const { id } of await listed())
      await api.request(`/v1/domains/${id}`, { method: 'DELETE', headers: as(api.key) });
  });

  it('201: says which DNS records the merchant needs, and is pending with the reason until they exist', async () => {
    names.answer({});
    const answer = await claim(' Factura.Jacaranda.MX ', DEMO_PORTAL);
    expect(answer.status).toBe(201);
    claimed = await read<DomainView>(answer);
    expect(claimed).toMatchObject({
      ...{ host: HOST, portal: DEMO_PORTAL, state: 'pending', url: `https://${HOST}/` },
      records: [
        { type: 'CNAME', name: HOST, value: 'factura.example.mx' },
        { type: 'TXT', name: `_autofactura.${HOST}`, value: expect.stringMatching(/^autofactura=[0-9a-f]{32}$/) },
      ],
    });
    await look();
    expect((await listed())[0]).toMatchObject({ state: 'pending', checks: { txt: 'missing', points: 'nowhere' } });
    names.answer(zone(claimed, { [`_autofactura.${HOST}`]: { TXT: ['autofactura=somebody-elses'] } }));
    expect(await lookLater(1)).toMatchObject({ state: 'pending', checks: { txt: 'other', points: 'ok' } });
    names.answer(zone(claimed, { [HOST]: { A: ['192.0.2.7'] } }));
    expect(await lookLater(1)).toMatchObject({ state: 'pending', checks: { txt: 'ok', points: 'elsewhere' } });
  });

  it('200: is active once the server was reached by it; then links use it, until it fails', async () => {
    claimed = await read<DomainView>(await claim(HOST, DEMO_PORTAL));
    names.answer(zone(claimed));
    await look();
    expect(await listed()).toMatchObject([{ state: 'active', checks: { txt: 'ok', points: 'ok', answers: 'ok' } }]);
    const urlOf = async () =>
      (await read<{ hostedUrl: string }>(await api.request(`/v1/portals/${DEMO_PORTAL}`))).hostedUrl;
    expect(await urlOf()).toBe(`https://${HOST}/`);
    const texts = await api.request(`/v1/portals/${DEMO_PORTAL}/promotion/texts`, { headers: as(api.key) });
    expect(await texts.text()).toContain(`https://${HOST}/?c=`);

    names.answer('broken');
    expect(await lookLater(1)).toMatchObject({ state: 'active', checks: { points: 'unknown' } });
    names.answer(zone(claimed, { [HOST]: { A: ['127.0.0.1'] } }));
    expect(await lookLater(1)).toMatchObject({ state: 'active', checks: { points: 'ok' } });
    names.answer(zone(claimed, { [HOST]: {} }));
    expect(await lookLater(1)).toMatchObject({ state: 'failing', checks: { points: 'nowhere' } });
    expect(await urlOf()).toBe(`https://factura.example.mx/${DEMO_PORTAL}`);
    names.answer(zone(claimed));
    expect(await lookLater(1)).toMatchObject({ state: 'active' });
  });

  it('200: opens its portal, the till’s display and the API, and nothing else of the server', async () => {
    const atOwn = (path: string, init: RequestInit = {}) =>
      api.request(path, { ...init, headers: { ...init.headers, host: `${HOST}:443` } });
    await claim(HOST, DEMO_PORTAL);
    await look();
    const page = await atOwn('/?c=poster');
    expect(await page.text()).toContain(`<autofactura-portal portal="${DEMO_PORTAL}"`);
    expect(page.headers.get('content-security-policy')).toContain("connect-src 'self' https://factura.example.mx;");
    for (const path of ['/pantalla', `/${DEMO_PORTAL}`, `/v1/portals/${DEMO_PORTAL}`, '/page.css'])
      expect([path, (await atOwn(path)).status]).toEqual([path, 200]);
    for (const path of [
      '/panel',
      '/panel/ventas',
      '/docs',
      '/v1/sales',
      '/v1/session',
      '/la-milpa',
      '/la-milpa/pantalla',
      '/internal/ask',
    ])
      expect([path, (await atOwn(path, { headers: as(api.key) })).status]).toEqual([path, 404]);
    const token = await api.buy({ folio: 'CJ-7001' });
    const sale = await atOwn(`/?t=${token}`);
    expect(await sale.text()).toContain(`token="${token}"`);
    const ours = await api.request('/', { headers: { host: 'factura.example.mx' } });
    expect(ours.headers.get('location')).toBe('/panel');
  });

  it('200 for a search by the page at its own domain, 403 by a page of any other that the portal does not allow', async () => {
    await api.change(DEMO_PORTAL, { allowedOrigins: ['https://jacaranda.example'] });
    const search = (origin: string) =>
      api.request(`/v1/portals/${DEMO_PORTAL}/sales/search`, {
        method: 'POST',
        body: JSON.stringify({ folio: 'CJ-0', total: '1.00' }),
        headers: { 'content-type': 'application/json', host: HOST, origin },
      });
    await claim(HOST, DEMO_PORTAL);
    await look();
    expect((await search(`https://${HOST}`)).status).toBe(200);
    expect((await search('https://evil.example')).status).toBe(403);
    await api.change(DEMO_PORTAL, { allowedOrigins: ['*'] });
  });

  it('422 for everybody else, forever: once proven, not even a released one can be claimed by another merchant', async () => {
    claimed = await read<DomainView>(await claim(HOST, DEMO_PORTAL));
    await look();
    const early = await claim(HOST, 'el-yunque', yunque);
    expect(await readProblem(early, 422)).toMatchObject({
      status: 422,
      errors: [{ pointer: '/host', code: 'domain-taken' }],
    });
    const foreign = await api.request(`/v1/domains/${claimed.id}`, { method: 'DELETE', headers: as(yunque) });
    expect(foreign.status).toBe(404);
    const gone = await api.request(`/v1/domains/${claimed.id}`, { method: 'DELETE', headers: as(api.key) });
    expect(gone.status).toBe(204);
    expect((await api.request('/', { headers: { host: HOST } })).status).toBe(404);
    expect((await claim(HOST, 'el-yunque', yunque)).status).toBe(422);
    expect((await claim(HOST, DEMO_PORTAL)).status).toBe(201);
  });

  it.each([
    ['https://factura.jacaranda.mx', 'domain-malformed'],
    ['10.0.0.7', 'domain-malformed'],
    ['caja.local', 'domain-malformed'],
    ['factura.example.mx', 'domain-of-server'],
  ])('422: cannot be «%s»', async (host, code) => {
    expect(await readProblem(await claim(host, DEMO_PORTAL), 422)).toMatchObject({
      errors: [{ pointer: '/host', code }],
    });
  });

  it('202: is checked when its merchant asks, at most every ten seconds', async () => {
    claimed = await read<DomainView>(await claim('otra.jacaranda.mx', DEMO_PORTAL));
    names.answer({});
    await look();
    const { domains } = api.services.invoicing.store;
    const dueNow = () => domains.takeDue({ now: api.now(), until: api.now() + 60_000, limit: 8 });
    const check = () => api.request(`/v1/domains/${claimed.id}/check`, { method: 'POST', headers: as(api.key) });
    expect((await check()).status).toBe(202);
    expect(await dueNow()).toEqual([]);
    await api.move(11 / 86_400);
    await check();
    expect(await dueNow()).toMatchObject([{ host: 'otra.jacaranda.mx' }]);
  });
});

it('404: /internal/ask does not reveal to outsiders which domains there are; it answers the proxy itself, on this machine', async () => {
  const [held] = await listed();
  await api.request(`/v1/domains/${held?.id}`, { method: 'DELETE', headers: as(api.key) });
  await claim(HOST, DEMO_PORTAL);
  const ask = async (host: string, headers: Readonly<Record<string, string>> = {}) =>
    (await fetch(`http://127.0.0.1:${port}/internal/ask?domain=${host}`, { headers })).status;
  names.answer(zone(undefined));
  await look();
  expect(await ask(HOST)).toBe(200);
  expect(await ask(HOST, { 'x-forwarded-for': '203.0.113.9' })).toBe(404);
  expect((await api.request(`/internal/ask?domain=${HOST}`)).status).toBe(404);
  expect(await ask('factura.nadie.mx')).toBe(404);
  names.answer({});
  await api.move(1);
  await look();
  expect(await ask(HOST)).toBe(404);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { PortalView } from '../../server/http/portal/public-views.ts';
import { PUBLIC_URL, read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
  await api.change('el-yunque', { enabled: false });
  await api.change('la-milpa', { allowedOrigins: ['https://lamilpa.example', 'https://pedidos.lamilpa.example:8443'] });
});
afterAll(() => api.stop());

const PORTAL = `/v1/portals/${DEMO_PORTAL}`;

test('200: a portal says which fields it asks for, how it looks and what its address is', async () => {
  const portal = await read<PortalView>(await api.request(PORTAL));

  expect(portal).toMatchObject({
    slug: DEMO_PORTAL,
    world: 'test',
    merchant: { name: 'Café Jacaranda' },
    lookup: {
      combinations: [
        ['folio', 'email'],
        ['folio', 'total'],
      ],
      fields: ['folio', 'email', 'total'],
    },
    locales: ['es-MX', 'en'],
    enabled: true,
    hostedUrl: `${PUBLIC_URL}/${DEMO_PORTAL}`,
  });
});

test('200: the deadline is in the requested language, es-MX by default', async () => {
  const text = async (language: string): Promise<string> =>
    (await read<PortalView>(await api.request(PORTAL, { headers: { 'accept-language': language } }))).deadline.text;

  expect(await text('en-US,en;q=0.9')).toBe('You have until the last day of the month after your purchase.');
  expect(await text('fr')).toBe('Tienes hasta el último día del mes siguiente al de tu compra.');
});

const viewIn = async (slug: string, language: string): Promise<PortalView> =>
  read(await api.request(`/v1/portals/${slug}`, { headers: { 'accept-language': language } }));

test('200: a portal whose merchant wrote no English is in es-MX for everybody, its deadline too', async () => {
  const view = await viewIn('la-milpa', 'en-US');

  expect(view).toMatchObject({ title: 'Factura tu consumo', locales: ['es-MX'] });
  expect(view.deadline.text).toBe('Tienes hasta el último día del mes siguiente al de tu consumo.');
});

test('200: a portal whose merchant wrote English is entirely in English for those who prefer it', async () => {
  const view = await viewIn(DEMO_PORTAL, 'en-US');

  expect(view).toMatchObject({
    title: 'Invoice your purchase',
    submitText: 'Generate invoice',
    lookup: { hints: { total: 'As printed on your receipt.' } },
    locales: ['es-MX', 'en'],
  });
  expect(await viewIn(DEMO_PORTAL, 'fr')).toMatchObject({ title: 'Factura tu compra' });
});

test('200: a portal shows nothing that only the merchant may know', async () => {
  const text = await (await api.request(PORTAL)).text();

  for (const secret of ['EKU9003173C9', 'ESCUELA KEMPER', 'mer_jacaranda', 'allowedOrigins', '"serie"'])
    expect(text).not.toContain(secret);
});

test.each([
  ['es-MX', 'Este portal no existe'],
  ['en', 'This portal does not exist'],
])('404: an unknown portal is a problem in %s', async (language, title) => {
  const problem = await readProblem(
    await api.request('/v1/portals/nadie', { headers: { 'accept-language': language } }),
    404,
  );

  expect(problem).toMatchObject({ code: 'unknown-portal', title, status: 404, fixedAt: 'merchant', errors: [] });
});

test("200: a problem's type is the address of a page that explains it", async () => {
  const { type, code, title } = await readProblem(await api.request('/v1/portals/nadie'), 404);

  expect(type).toBe(`${PUBLIC_URL}/problems/${code}`);
  const page = await api.request(type);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  expect(await page.text()).toContain(title);
});

test('503: a portal that is off still shows itself, and neither searches nor invoices', async () => {
  expect(await read<PortalView>(await api.request('/v1/portals/el-yunque'))).toMatchObject({ enabled: false });
  const receptor = { rfc: 'XAXX010101000', nombre: 'JUAN PEREZ' };
  for (const [path, body] of [
    ['sales/search', { folio: 'EY-23', total: '1284.50', date: '2026-11-19' }],
    ['receptor/check', { sale: 'x', ...receptor }],
    ['invoices/preview', { sales: ['x'], receptor }],
    ['invoices', { sales: ['x'], receptor }],
    ['invoices/recover', { sale: 'x', rfc: 'URE180429TM6', codigoPostal: '65000' }],
  ] as const) {
    expect(await readProblem(await api.post(`/v1/portals/el-yunque/${path}`, body), 503)).toMatchObject({
      code: 'portal-off',
    });
  }
});

test('202: a portal that is off still keeps what its customers ask for', async () => {
  const answer = await api.post('/v1/portals/el-yunque/requests', { lookup: { folio: 'EY-23' }, reason: 'portal-off' });

  expect(answer.status).toBe(202);
});

test('404: an unknown path of the API is a problem too', async () => {
  for (const path of ['/v1/nada', `${PORTAL}/nada`, '/v1/portales'])
    expect((await readProblem(await api.request(path), 404)).code).toBe('unknown-resource');
});

test.each(['https://cualquiera.example', 'null'])('200: a portal open to any site answers %s', async (origin) => {
  const answer = await api.request(PORTAL, { headers: { origin } });

  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  expect(answer.headers.get('vary')).toMatch(/origin/i);
});

test.each(['https://lamilpa.example', 'https://pedidos.lamilpa.example:8443', PUBLIC_URL])(
  '200: a site on the list, %s, can use the portal and read its refusals',
  async (origin) => {
    const answer = await api.request('/v1/portals/la-milpa', { headers: { origin } });
    const refusal = await api.post('/v1/portals/la-milpa/sales/search', {}, { origin });
    const malformed = await api.post('/v1/portals/la-milpa/sales/search', { folio: 88 }, { origin });

    expect([answer.status, refusal.status, malformed.status]).toEqual([200, 422, 400]);
    for (const { headers } of [answer, refusal, malformed])
      expect(headers.get('access-control-allow-origin')).toBe(origin);
  },
);

test.each([
  'https://mala.example',
  'null',
  'http://lamilpa.example',
  'https://lamilpa.example:444',
  'https://lamilpa.example.mala.example',
  'https://pedidos.lamilpa.example',
  'https://LAMILPA.example.',
])('403: a site that is not on the list, %s, cannot use the portal', async (origin) => {
  const shown = await api.request('/v1/portals/la-milpa', { headers: { origin } });
  const searched = await api.post('/v1/portals/la-milpa/sales/search', { folio: 'LM-88', total: '870' }, { origin });

  for (const answer of [shown, searched]) {
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect((await readProblem(answer, 403)).code).toBe('origin-not-allowed');
  }
});

test('204: the preflight of an allowed site names methods and headers; 403 for a foreign one', async () => {
  const preflight = (origin: string): Promise<Response> =>
    api.request('/v1/portals/la-milpa/invoices', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
  const allowed = await preflight('https://lamilpa.example');

  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-methods')).toContain('POST');
  expect(allowed.headers.get('access-control-allow-headers')).toContain('content-type');
  expect((await preflight('https://mala.example')).status).toBe(403);
});

test('200: no answer has cookies or allows credentials, and a cookie that is sent changes nothing', async () => {
  for (const path of [PORTAL, '/v1/portals/nadie', `/${DEMO_PORTAL}`, '/docs', '/health']) {
    const { headers } = await api.request(path, { headers: { origin: 'https://a.example', cookie: 'session=1' } });
    expect([headers.get('set-cookie'), headers.get('access-control-allow-credentials')]).toEqual([null, null]);
  }
});

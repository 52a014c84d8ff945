/** The texts of a portal, as its merchant gets them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { PUBLIC_URL, read, readProblem, startApi, type TestApi } from '../support/api.ts';

type Texts = {
  readonly language: string;
  readonly address: string;
  readonly displayUrl: string;
  readonly pieces: readonly {
    readonly id: string;
    readonly where: string;
    readonly parts: readonly { readonly format: string; readonly content: string }[];
  }[];
};

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
});
afterAll(() => api.stop());

const get = (slug = DEMO_PORTAL, query = '', key = api.key): Promise<Response> =>
  api.request(`/v1/portals/${slug}/promotion/texts${query}`, { headers: { authorization: `Bearer ${key}` } });

it('200: the texts are in Spanish unless English is requested, in the merchant’s own words if there are any', async () => {
  const spanish = await read<Texts>(await get());
  expect(spanish).toMatchObject({
    ...{ language: 'es-MX', address: 'factura.example.mx/cafe-jacaranda' },
    displayUrl: `${PUBLIC_URL}/${DEMO_PORTAL}/pantalla`,
  });
  const english = await read<Texts>(await get(DEMO_PORTAL, '?language=en'));
  const footer = (texts: Texts) => texts.pieces.find(({ id }) => id === 'footer-link')?.parts[0]?.content;
  expect([footer(spanish), footer(english)]).toEqual([
    `<a href="${PUBLIC_URL}/${DEMO_PORTAL}?c=pie">Factura tu compra</a>`,
    `<a href="${PUBLIC_URL}/${DEMO_PORTAL}?c=pie">Invoice your purchase</a>`,
  ]);
});

it('200: every link of every piece opens, and is counted', async () => {
  const { pieces, displayUrl } = await read<Texts>(await get());
  const urls = pieces.flatMap(({ parts }) =>
    parts.flatMap(({ content }) => content.match(/https:\/\/factura[^"'\s<)]+/g) ?? []),
  );
  for (const url of new Set([...urls, displayUrl]))
    if (!url.includes('/widget/')) expect([url, (await api.request(url)).status]).toEqual([url, 200]);
  const visits = await api.request(`/v1/portals/${DEMO_PORTAL}/promotion/visits`, {
    headers: { authorization: `Bearer ${api.key}` },
  });
  const counted = Object.keys((await read<{ channels: object }>(visits)).channels);
  expect(counted).toEqual(
    expect.arrayContaining(['whatsapp', 'firma', 'pedido', 'envio', 'recibo', 'pie', 'sitio', 'aviso']),
  );
});

it('404: for another merchant’s portal; 403: without the scope; 400: in an unknown language', async () => {
  await readProblem(await get('la-milpa'), 404);
  await readProblem(await get(DEMO_PORTAL, '', await api.createKey({ scopes: ['sales:read'] })), 403);
  await readProblem(await get(DEMO_PORTAL, '?language=fr'), 400);
});

/** Openings of a portal's page, counted by the channel of the link that was followed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';

type Visits = {
  readonly from: string;
  readonly to: string;
  readonly total: number;
  readonly channels: Readonly<Record<string, number>>;
  readonly days: readonly { readonly day: string; readonly channels: Readonly<Record<string, number>> }[];
};

const PHONE = 'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
});
afterAll(() => api.stop());

const open = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  api.request(path, { headers: { accept: 'text/html', 'user-agent': PHONE, ...headers } });
const ask = (query = '', slug = DEMO_PORTAL, key = api.key): Promise<Response> =>
  api.request(`/v1/portals/${slug}/promotion/visits${query}`, { headers: { authorization: `Bearer ${key}` } });
const visits = async (query = '', slug = DEMO_PORTAL): Promise<Visits> => {
  const answer = await ask(query, slug);
  expect(answer.status).toBe(200);
  return read<Visits>(answer);
};

describe('openings by channel', () => {
  it('200: each one counts for the channel of its link, on the local day of the first branch', async () => {
    await open(`/${DEMO_PORTAL}?c=poster`);
    await open(`/${DEMO_PORTAL}?c=poster`);
    await open(`/${DEMO_PORTAL}?t=abc&c=ticket`);
    await api.move(1);
    await open(`/${DEMO_PORTAL}?c=whatsapp`);
    expect(await visits()).toEqual({
      ...{ from: '2026-10-23', to: '2026-11-21', total: 4 },
      channels: { poster: 2, ticket: 1, whatsapp: 1 },
      days: [
        { day: '2026-11-20', channels: { poster: 2, ticket: 1 } },
        { day: '2026-11-21', channels: { whatsapp: 1 } },
      ],
    });
    expect((await visits('?from=2026-11-21&to=2026-11-21')).total).toBe(1);
  });

  it.each([
    ['no channel', '', {}],
    ['a channel of somebody’s own', '?c=ana@example.com', {}],
    ['a page fetched ahead', '?c=poster', { 'sec-purpose': 'prefetch' }],
    ['the picture that a chat makes of a link', '?c=poster', { 'user-agent': 'WhatsApp/2.24.1 A' }],
    ['a script of another page', '?c=poster', { 'sec-fetch-mode': 'cors' }],
  ])('200: %s opens the page and counts nothing', async (_, query, headers) => {
    const { total } = await visits();
    expect((await open(`/${DEMO_PORTAL}${query}`, headers)).status).toBe(200);
    expect((await visits()).total).toBe(total);
  });

  it('200: two hundred from one address open the page, but count no more than one minute’s limit', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    const answers = await Promise.all(Array.from({ length: 200 }, () => open('/la-milpa?c=pie', headers)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const key = await api.createKey({ merchantId: 'mer_milpa' });
    expect((await read<Visits>(await ask('', 'la-milpa', key))).channels).toEqual({ pie: 120 });
  });

  it('200: set no cookie, and neither the channel nor the visitor’s address is anywhere in the page', async () => {
    const answer = await open(`/${DEMO_PORTAL}?c=poster`, { 'x-forwarded-for': '203.0.113.77' });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await answer.text()).not.toMatch(/poster|203\.0\.113\.77/);
  });

  it.each([
    ['?from=2026-11-20&to=2026-11-01', 'days-reversed'],
    ['?from=2024-01-01&to=2026-11-01', 'days-too-many'],
    ['?from=ayer', 'day-malformed'],
  ])('400: %s is refused with its reason', async (query, code) => {
    const { errors } = await readProblem(await ask(query), 400);
    expect(errors).toEqual([expect.objectContaining({ code })]);
  });

  it('404: for another merchant’s portal; 403: without the scope; 401: without a key', async () => {
    await readProblem(await ask('', 'la-milpa'), 404);
    const key = await api.createKey({ scopes: ['sales:read'] });
    await readProblem(await ask('', DEMO_PORTAL, key), 403);
    await readProblem(await ask('', DEMO_PORTAL, 'sk_test_none'), 401);
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { renamePortal } from '../../server/portals/create-portal.ts';
import { read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const OLD = 'cafe-jacaranda';

it('302 from an old address to the new one, with everything in the link; 200 for elements embedded with the old one', async () => {
  const printed = await api.buy();
  const { portals } = api.services.invoicing.store;
  const portal = await portals.getPortal(OLD);
  if (!portal) throw new Error('no portal');
  await renamePortal(portals, portal, 'jacaranda-roma');

  const moved = await api.request(`/${OLD}?t=${printed}`);
  expect([moved.status, moved.headers.get('location'), moved.headers.get('cache-control')]).toEqual([
    ...[302, `/jacaranda-roma?t=${printed}`, 'no-store'],
  ]);
  expect((await api.request('/jacaranda-roma')).status).toBe(200);
  expect(await read(await api.request(`/v1/portals/${OLD}`))).toMatchObject({ slug: 'jacaranda-roma' });

  // A QR that was printed under the old address opens its sale at either.
  for (const slug of [OLD, 'jacaranda-roma']) {
    const opened = await api.request(`/v1/portals/${slug}/sales/${printed}`);
    expect([slug, opened.status]).toEqual([slug, 200]);
  }
  expect((await api.request(`/v1/portals/el-yunque/sales/${printed}`)).status).toBe(404);
});

it('422: no test portal gets an address that a live portal has or had, by POST or PATCH; 302: what is printed leads on', async () => {
  const { store } = api.services.invoicing;
  const live = await api.createKey({ merchantId: 'mer_ingrid', world: 'live' });
  const test = await api.createKey({ merchantId: 'mer_ingrid' });
  const call = (key: string, method: string, path: string, slug: string) =>
    api.request(`/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ slug }),
    });
  const portal = (await store.portals.getPortal('ingrid-xodar')) ?? expect.unreachable();
  const printed = 'ingrid-fotografia';
  await store.goingLive.goLive(
    { merchantId: 'mer_ingrid', pac: 'sw', manifestSignedOn: '2026-11-18', at: api.now() },
    { ...portal, slug: printed, world: 'live' },
  );
  expect((await call(live, 'PATCH', `/portals/${printed}`, 'ingrid-fotos')).status).toBe(200);
  for (const slug of [printed, 'ingrid-fotos']) {
    for (const [method, path] of [
      ['POST', '/portals'],
      ['PATCH', '/portals/ingrid-xodar'],
    ] as const) {
      const { errors } = await readProblem(await call(test, method, path, slug), 422);
      expect([method, slug, errors.map(({ code }) => code)]).toEqual([method, slug, ['slug-taken']]);
    }
  }
  expect((await api.request(`/${printed}`)).headers.get('location')).toBe('/ingrid-fotos');
  expect((await call(live, 'POST', '/portals', printed)).status).toBe(201);
});

it('200: the invoices of a portal are listed under its former and its current address; 201, 200: a request sent again under the other is the same', async () => {
  const [before, after] = ['jacaranda-condesa', 'jacaranda-del-valle'];
  const invoice = async (slug: string) =>
    readInvoice(
      await api.post(`/v1/portals/${slug}/invoices`, { sales: [await api.buy()], receptor: UNIVERSIDAD }),
      201,
    );
  const headers = { authorization: `Bearer ${api.key}` };
  const listed = async (slug: string) =>
    (
      await read<{ invoices: { id: string }[] }>(await api.request(`/v1/invoices?portal=${slug}`, { headers }))
    ).invoices.map(({ id }) => id);
  const request = async (slug: string) => {
    const asked = { reason: 'not-here-yet', lookup: { folio: 'CJ-9001', total: '116.00' }, receptor: UNIVERSIDAD };
    return read<{ id: string }>(await api.post(`/v1/portals/${slug}/requests`, asked));
  };
  const { portals } = api.services.invoicing.store;
  const portal = await portals.getPortal(OLD);
  if (!portal) throw new Error('no portal');
  await renamePortal(portals, portal, before);

  const [first, asked] = [await invoice(before), await request(before)];
  await renamePortal(portals, { ...portal, slug: before }, after);
  const second = await invoice(after);

  expect((await request(after)).id).toBe(asked.id);
  for (const slug of [OLD, before, after]) expect([slug, await listed(slug)]).toEqual([slug, [second.id, first.id]]);
});

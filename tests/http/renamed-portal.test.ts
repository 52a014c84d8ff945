import { afterAll, beforeAll, expect, it } from 'vitest';
import { renamePortal } from '../../server/portals/create-portal.ts';
import { read, startApi, type TestApi } from '../support/api.ts';

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

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../db/seed.ts';
import { PUBLIC_URL, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
});
afterAll(() => api.stop());

const REQUESTS = `/v1/portals/${DEMO_PORTAL}/requests`;
type Kept = { readonly id: string; readonly status: string; readonly links: { readonly self: string } };

describe('a request', () => {
  test('202: is kept with all that was typed, and its link says what became of it', async () => {
    const sale = await api.buy({ date: '2026-08-20T10:00:00-06:00' });
    const answer = await api.post(REQUESTS, { sale, receptor: UNIVERSIDAD, email: 'ana@example.com', reason: 'late' });
    const kept = await read<Kept>(answer);

    expect([answer.status, kept.status]).toEqual([202, 'open']);
    expect(kept.links.self).toMatch(new RegExp(`^${PUBLIC_URL}/v1/requests/${kept.id}\\?token=`));
    const shown = await api.request(kept.links.self);
    expect([shown.status, await read(shown)]).toEqual([200, { ...kept, reason: 'late' }]);
    expect(await api.services.invoicing.store.requests.get(kept.id)).toMatchObject({
      tenant: { merchantId: 'mer_jacaranda', world: 'test' },
      portalSlug: DEMO_PORTAL,
      receptor: UNIVERSIDAD,
      email: 'ana@example.com',
      reason: 'late',
    });
  });

  test('202: for a purchase that is not here yet, what it will be found by is kept', async () => {
    const lookup = { folio: 'CJ-7777', total: '$1,234.50' };
    const kept = await read<Kept>(
      await api.post(REQUESTS, { lookup, receptor: { rfc: 'URE' }, reason: 'not-here-yet' }),
    );

    expect(await api.services.invoicing.store.requests.get(kept.id)).toMatchObject({ lookup, reason: 'not-here-yet' });
  });

  test('200: what is shown of it names neither the taxpayer nor the purchase', async () => {
    const kept = await read<Kept>(
      await api.post(REQUESTS, { receptor: UNIVERSIDAD, email: 'ana@example.com', reason: 'other' }),
    );
    const text = await (await api.request(kept.links.self)).text();

    for (const secret of ['URE180429TM6', 'UNIVERSIDAD', 'ana@']) expect(text).not.toContain(secret);
  });

  test('404: without its token it is as if it did not exist', async () => {
    const kept = await read<Kept>(await api.post(REQUESTS, { reason: 'other' }));
    const unknown = await (await api.request(`/v1/requests/req_${'0'.repeat(24)}?token=x`)).text();

    for (const query of ['', '?token=', '?token=x', `?token=${'A'.repeat(32)}`]) {
      const answer = await api.request(`/v1/requests/${kept.id}${query}`);
      expect(await answer.clone().text()).toBe(unknown);
      expect((await readProblem(answer, 404)).code).toBe('unknown-token');
    }
  });

  test.each([
    [{}, '/reason'],
    [{ reason: 'porque sí' }, '/reason'],
    [{ reason: 'other', email: 'ana@' }, '/email'],
    [{ reason: 'other', receptor: { rfc: 7 } }, '/receptor/rfc'],
    [{ reason: 'other', lookup: { folio: 'x'.repeat(201) } }, '/lookup/folio'],
  ])('400: %j is pointed out', async (body, pointer) => {
    expect((await readProblem(await api.post(REQUESTS, body), 400)).errors).toMatchObject([{ pointer }]);
  });

  test('404: a sale that was not found, or a portal that is not there', async () => {
    expect((await readProblem(await api.post(REQUESTS, { sale: 'x', reason: 'late' }), 404)).code).toBe(
      'unknown-token',
    );
    expect((await readProblem(await api.post('/v1/portals/nadie/requests', { reason: 'late' }), 404)).code).toBe(
      'unknown-portal',
    );
  });

  test('429: one address leaves ten a minute', async () => {
    const from = { 'x-forwarded-for': '203.0.113.50' };
    for (let left = 0; left < 10; left++)
      expect((await api.post(REQUESTS, { reason: 'other' }, from)).status).toBe(202);
    const refused = await api.post(REQUESTS, { reason: 'other' }, from);

    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await readProblem(refused, 429)).code).toBe('too-many-attempts');
  });
});

describe('the funnel', () => {
  const EVENTS = `/v1/portals/${DEMO_PORTAL}/events`;

  test('204: a step is counted by its name, without anybody’s data', async () => {
    const answer = await api.post(EVENTS, { name: 'step-shown', step: 'receptor', rfc: 'URE180429TM6' });

    expect([answer.status, await answer.text()]).toEqual([204, '']);
    const counted = api.logged.filter(({ event }) => event === 'funnel');
    expect(counted.at(-1)?.fields).toEqual({ slug: DEMO_PORTAL, name: 'step-shown', step: 'receptor' });
  });

  test.each([
    {},
    { name: '' },
    { name: 'URE180429TM6' },
    { name: 'ana@example.com' },
    { name: 'a'.repeat(41) },
    { name: 'ok', step: 'A b' },
  ])('400: what is no name of an event (%j) is not logged', async (body) => {
    const before = api.logged.filter(({ event }) => event === 'funnel').length;
    await readProblem(await api.post(EVENTS, body), 400);
    expect(api.logged.filter(({ event }) => event === 'funnel').length).toBe(before);
  });

  test('404: a portal that is not there', async () => {
    await readProblem(await api.post('/v1/portals/nadie/events', { name: 'step-shown' }), 404);
  });
});

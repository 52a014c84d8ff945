import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aboutOf } from '../../server/delivery/about.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { teamPageUrl } from '../../server/http/pages/team-page.ts';
import { ofPurchaseText } from '../../server/problems/about-text.ts';
import { aListener } from '../contracts/store/delivery-cast.ts';
import { PUBLIC_URL, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
});
afterAll(() => api.stop());

const REQUESTS = `/v1/portals/${DEMO_PORTAL}/requests`;
const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
const LATE_SALE = { date: '2026-08-20T10:00:00-06:00' };
type Kept = { readonly id: string; readonly status: string; readonly links: { readonly self: string } };

const stored = (id: string) => api.services.invoicing.store.requests.get(id);

/** How many rows and alerts there are of the requests, once every event has become its deliveries. */
async function countKept(): Promise<{ rows: number; alerts: number }> {
  const { store } = api.services.invoicing;
  await store.events.fanOut({ now: api.now(), limit: 1000, alertDelayMs: 0 });
  const rows = await store.requests.list(TENANT, { limit: 1000 });
  const alerts = await store.deliveries.list(TENANT, { limit: 1000 });
  return { rows: rows.length, alerts: alerts.filter(({ payload }) => payload.type === 'request.created').length };
}

describe('a request', () => {
  test('202: is stored with everything that was typed, and its link shows what happened to it', async () => {
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

  test('202: for a purchase that has not arrived yet, stores what will find it', async () => {
    const lookup = { folio: 'CJ-7777', total: '$1,234.50' };
    const kept = await read<Kept>(
      await api.post(REQUESTS, { lookup, receptor: { rfc: 'URE' }, reason: 'not-here-yet' }),
    );

    expect(await api.services.invoicing.store.requests.get(kept.id)).toMatchObject({ lookup, reason: 'not-here-yet' });
  });

  test('202: for a cart of several purchases stores every one, and the team’s page and alert name them all', async () => {
    const sales = [
      await api.buy({ ...LATE_SALE, folio: 'CJ-8801' }),
      await api.buy({ ...LATE_SALE, folio: 'CJ-8802' }),
    ];
    const { id } = await read<Kept>(
      await api.post(REQUESTS, { sales: [...sales, sales[0]], receptor: UNIVERSIDAD, reason: 'late' }),
    );

    expect((await stored(id))?.saleIds).toHaveLength(2);
    const look = { tenant: TENANT, subject: id };
    const page = await (await api.request(teamPageUrl(api.services, look, api.now()))).text();
    expect(page).toContain('<dd>CJ-8801, CJ-8802</dd>');
    expect(page).toContain('$696.00 MXN');
    const about = await aboutOf(api.services.invoicing.store, TENANT, id);
    expect(about && ofPurchaseText(about, 'es-MX')).toBe('de las compras CJ-8801 y CJ-8802 por $696.00 MXN');
  });

  test('202: sent again after a timeout, or twice at once, is the same request: one id, one row, one alert', async () => {
    const sales = [await api.buy(LATE_SALE), await api.buy(LATE_SALE)];
    const body = { sales, receptor: UNIVERSIDAD, email: 'ana@example.com', reason: 'late' };
    const typedOtherwise = {
      ...body,
      sales: [...sales].reverse(),
      receptor: { ...UNIVERSIDAD, rfc: ' ure-180429-tm6', nombre: UNIVERSIDAD.nombre.toLowerCase() },
      email: 'Ana@Example.com',
    };
    await api.services.invoicing.store.listeners.put(
      aListener('alc_team', { kind: 'slack', events: ['request.created'] }),
    );
    const before = await countKept();
    const once = await Promise.all(Array.from({ length: 8 }, () => api.post(REQUESTS, body)));
    const again = await api.post(REQUESTS, typedOtherwise);

    const kept = await Promise.all([...once, again].map((answer) => read<Kept>(answer)));
    expect([...once, again].map(({ status }) => status)).toEqual(Array(9).fill(202));
    expect(new Set(kept.map(({ id, links }) => `${id} ${links.self}`)).size).toBe(1);
    expect(await countKept()).toEqual({ rows: before.rows + 1, alerts: before.alerts + 1 });
  });

  test('202: for a purchase that has not arrived yet, is the same request if search and receptor are the same', async () => {
    const ask = (lookup: object, receptor: object = UNIVERSIDAD) =>
      api.post(REQUESTS, { lookup, receptor, reason: 'not-here-yet' }).then((answer) => read<Kept>(answer));
    const first = await ask({ folio: 'CJ-7001', total: '1,234.50' });

    expect(await ask({ total: '$1234.5', folio: 'cj 7001' })).toEqual(first);
    expect((await ask({ folio: 'CJ-7002', total: '1,234.50' })).id).not.toBe(first.id);
  });

  test('202: with another receptor is another request that changes nothing in the first, and each page mentions the other', async () => {
    const sale = await api.buy(LATE_SALE);
    const ask = (receptor: object) =>
      api.post(REQUESTS, { sale, receptor, reason: 'late' }).then((answer) => read<Kept>(answer));
    const first = await ask(UNIVERSIDAD);
    const second = await ask({ ...UNIVERSIDAD, codigoPostal: '06700' });

    expect(second.id).not.toBe(first.id);
    expect((await stored(first.id))?.receptor.codigoPostal).toBe(UNIVERSIDAD.codigoPostal);
    for (const [id, other] of [
      [first.id, second.id],
      [second.id, first.id],
    ] as const) {
      const page = await (
        await api.request(teamPageUrl(api.services, { tenant: TENANT, subject: id }, api.now()))
      ).text();
      const [, path = ''] = /Hay otra solicitud de la misma compra[\s\S]*?href="([^"]+)"/.exec(page) ?? [];
      const shown = await (await api.request(path)).text();
      expect(shown).toContain(`<dd>${(await stored(other))?.receptor.codigoPostal}</dd>`);
    }
  });

  test('200: is shown without naming the taxpayer or the purchase', async () => {
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
  ])('400: %j is refused at its field', async (body, pointer) => {
    expect((await readProblem(await api.post(REQUESTS, body), 400)).errors).toMatchObject([{ pointer }]);
  });

  test('404: for a sale that was not found, or an unknown portal', async () => {
    expect((await readProblem(await api.post(REQUESTS, { sale: 'x', reason: 'late' }), 404)).code).toBe(
      'unknown-token',
    );
    expect((await readProblem(await api.post('/v1/portals/nadie/requests', { reason: 'late' }), 404)).code).toBe(
      'unknown-portal',
    );
  });

  test('429: ten a minute can be left from one address', async () => {
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
  ])('400: an unknown event (%j) is not logged', async (body) => {
    const before = api.logged.filter(({ event }) => event === 'funnel').length;
    await readProblem(await api.post(EVENTS, body), 400);
    expect(api.logged.filter(({ event }) => event === 'funnel').length).toBe(before);
  });

  test('404: an unknown portal', async () => {
    await readProblem(await api.post('/v1/portals/nadie/events', { name: 'step-shown' }), 404);
  });
});

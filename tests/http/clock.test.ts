/** Our clock against the PAC's: beyond five minutes nothing is sealed, a notice is raised, and no customer is refused for it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { UNIVERSIDAD } from '../support/customer.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const JACARANDA = { merchantId: 'mer_jacaranda', world: 'test' } as const;

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.stop());
beforeEach(() => api.heal());

const store = () => api.services.invoicing.store;
const kinds = async () => (await store().notices.list(JACARANDA, 50)).map(({ kind }) => kind);
const newest = async () => (await store().invoices.list(JACARANDA, { limit: 1 }))[0];

/** The PAC's clock is so far from ours: ours is as far off in the other direction. */
const setPacAhead = (ms: number) => api.fault({ fault: 'clock', offsetMs: api.now() - Date.now() + ms, times: 1_000 });

/** Asked for, and not waited for: the customer's page shows what it is. */
async function askFor(): Promise<() => Promise<InvoiceView>> {
  const before = (await newest())?.id;
  void api.post('/v1/portals/cafe-jacaranda/invoices', {
    sales: [await api.buy()],
    receptor: UNIVERSIDAD,
    email: null,
  });
  await expect.poll(async () => (await newest())?.id, { timeout: 20_000 }).not.toBe(before);
  const id = (await newest())?.id ?? '';
  const self = `/v1/invoices/${id}?token=${api.services.tokens.accessToken(id)}`;
  return async () => (await (await api.request(self)).json()) as InvoiceView;
}

const settled = (page: () => Promise<InvoiceView>) =>
  expect.poll(
    async () => {
      await api.settle();
      return (await page()).status;
    },
    { timeout: 20_000 },
  );

describe('a clock that is off by more than five minutes', () => {
  test.each([
    ['10 minutes behind', 10 * MINUTE_MS, 'atrasado', 10],
    ['10 minutes ahead', -10 * MINUTE_MS, 'adelantado', 10],
    ['72 hours behind', 72 * HOUR_MS, 'atrasado', 4320],
    ['72 hours ahead', -72 * HOUR_MS, 'adelantado', 4320],
  ])(
    '202: %s, nothing is sealed, the merchant gets a notice, and the invoice is stamped once the clock is right',
    async (_, ahead, direction, minutes) => {
      const stamps = (await api.stamps()).length;
      await setPacAhead(ahead);
      const page = await askFor();
      await expect.poll(kinds, { timeout: 20_000 }).toContain('clock-skew');
      expect(await page()).toMatchObject({ status: 'pending' });
      expect((await newest())?.state).toBe('claimed');
      const listed = await api.request('/v1/notices', { headers: { authorization: `Bearer ${api.key}` } });
      expect(await listed.text()).toContain(`va ${minutes} minutos ${direction}`);
      const ready = await api.request('/health/ready');
      expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok', warnings: ['clock-skew'] }]);

      await api.heal();
      await settled(page).toBe('stamped');
      expect(await kinds()).not.toContain('clock-skew');
      expect((await api.stamps()).length).toBe(stamps + 1);
      expect(await (await api.request('/health/ready')).json()).toEqual({ status: 'ok' });
    },
  );

  test('201: four minutes off, invoices are stamped as usual', async () => {
    await setPacAhead(4 * MINUTE_MS);
    const page = await askFor();
    await settled(page).toBe('stamped');
    expect(await kinds()).not.toContain('clock-skew');
  });
});

describe('a Fecha that the PAC refuses', () => {
  test.each([
    ['with 401', { fault: 'reject', code: '401' }],
    ['as stale', { fault: 'stale' }],
  ])(
    '202: %s is not for the customer to correct: it is sealed again with another Fecha and stamped',
    async (_, fault) => {
      await api.fault(fault);
      const page = await askFor();
      await expect.poll(kinds, { timeout: 20_000 }).toContain('fecha-refused');
      const waiting = await newest();
      expect(waiting).toMatchObject({ state: 'claimed', sends: 0 });
      expect((await page()).status).toBe('pending');
      expect((await store().requests.list(JACARANDA, { limit: 50 })).flatMap(({ saleIds }) => saleIds)).not.toContain(
        waiting?.saleIds[0],
      );
      await api.move(1 / 24);
      await settled(page).toBe('stamped');
      expect(await newest()).toMatchObject({ folio: waiting?.folio, generation: waiting?.generation });
      expect(await kinds()).not.toContain('fecha-refused');
    },
  );
});

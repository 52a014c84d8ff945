import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { breakfast, read, readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const post = (path: string, body: object): Promise<Response> =>
  api.post(`/v1${path}`, body, { authorization: `Bearer ${api.key}` });

describe('a refund that is registered between reading the sale and claiming its invoice', () => {
  /** Registers it at the last moment: the claim that comes next waits for it. */
  async function refundedBeforeClaim(sale: string): Promise<void> {
    const { invoices } = api.services.invoicing.store as unknown as {
      invoices: { claim: TestApi['services']['invoicing']['store']['invoices']['claim'] };
    };
    const { claim } = invoices;
    const refund = { total: '116.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    invoices.claim = async (...args) => {
      invoices.claim = claim;
      expect((await post(`/sales/${sale}/refunds`, refund)).status).toBe(201);
      return claim(...args);
    };
  }

  test('201: is not on the invoice, which says what is left', async () => {
    const { id } = await read<{ id: string }>(await post('/sales', breakfast('R-1', api.now() - 86_400_000)));
    const [found] = await api.search({ folio: 'R-1', total: '348.00' });
    await refundedBeforeClaim(id);
    const order = { sales: [found?.token], receptor: UNIVERSIDAD };
    expect((await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, order), 201)).total).toBe('232.00');
  });

  test('201: is not on the factura global either', async () => {
    const sale = { ...breakfast('R-2', api.now()), date: '2026-11-12T09:00:00-06:00' };
    const { id } = await read<{ id: string }>(await post('/sales', sale));
    await refundedBeforeClaim(id);
    const day = { from: '2026-11-12', to: '2026-11-12', periodicidad: '01', branch: 'roma' };
    const run = await read<{ invoices: { total: string }[] }>(await post('/global-invoices', day));
    expect(run.invoices.map(({ total }) => total)).toEqual(['232.00']);
  });
});

/** What a key without the scope invoices:read sees of a refund whose sale is invoiced. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { read, readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const call = (method: string, path: string, body: object | undefined, key: string): Promise<Response> =>
  api.request(`/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });

describe('a key without the scope invoices:read', () => {
  test('200 and 201: previews, registers and lists a refund, and learns nothing of whose invoice it is', async () => {
    const body = { sales: [await api.buy()], receptor: UNIVERSIDAD };
    const { id, uuid = id } = await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
    const sale = (await api.services.invoicing.store.invoices.get(id))?.saleIds[0] ?? '';
    const till = await api.createKey({ scopes: ['sales:write', 'sales:read'] });
    const back = { total: '116.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    const asked = (path: string) => call('POST', `/sales/${sale}/refunds${path}`, back, till);
    const preview = await asked('/preview');
    expect([preview.status, await read(preview)]).toEqual([200, { outcome: 'credited' }]);
    const registered = await asked('');
    expect([registered.status, await read(registered)]).toEqual([
      201,
      { id: expect.any(String), sale, status: 'credited', ...back },
    ]);
    const listed = await (await call('GET', `/refunds?sale=${sale}`, undefined, till)).text();
    expect(listed).toContain('"status":"credited"');
    for (const secret of [UNIVERSIDAD.rfc, UNIVERSIDAD.nombre, id, uuid, 'token', 'egreso'])
      expect(listed).not.toContain(secret);
    const reader = await api.createKey({ scopes: ['sales:read', 'invoices:read'] });
    const { refunds } = await read<{ refunds: readonly object[] }>(
      await call('GET', `/refunds?sale=${sale}`, undefined, reader),
    );
    expect(refunds).toMatchObject([{ egreso: { status: 'stamped' } }]);
  });
});

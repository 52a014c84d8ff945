import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { PortalView } from '../../server/http/portal/public-views.ts';
import { breakfast, read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const settings = (body: unknown): Promise<Response> =>
  api.request(`/v1/portals/${DEMO_PORTAL}/settings`, {
    method: 'PATCH',
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
  });
const shown = async (): Promise<PortalView> => read<PortalView>(await api.request(`/v1/portals/${DEMO_PORTAL}`));
/** The SAT's own taxpayer for tests, a person with a salary or a trade. */
const alba = (regimenFiscal: string, usoCfdi: string) => ({
  ...{ rfc: 'XAMA620210DQ5', nombre: 'ALBA XKARAJAM MENDEZ', codigoPostal: '01219' },
  ...{ regimenFiscal, usoCfdi },
});
const ask = async (receptor: object): Promise<Response> =>
  api.post(`/v1/portals/${DEMO_PORTAL}/invoices/preview`, { sales: [await api.buy()], receptor });

describe('the usos that a merchant allows', () => {
  test('200: are the ones that the portal shows to the widget, until all are allowed again', async () => {
    expect((await settings({ usos: { allowed: ['G03', 'D01'], usual: 'D01' } })).status).toBe(200);
    expect((await shown()).usos).toEqual({ allowed: ['G03', 'D01'], usual: 'D01' });
    expect((await settings({ usos: null })).status).toBe(200);
    expect(await shown()).not.toHaveProperty('usos');
  });

  test('422: apply to callers of the API too; 200: the allowed ones work, and S01 always does', async () => {
    await settings({ usos: { allowed: ['G03'] } });
    const refused = await readProblem(await ask(alba('612', 'G01')), 422);
    expect(refused.errors).toMatchObject([
      { pointer: '/receptor/usoCfdi', code: 'uso-not-offered', detail: expect.stringContaining('G03, S01') },
    ]);
    expect((await ask(alba('612', 'G03'))).status).toBe(200);
    expect((await ask(alba('605', 'S01'))).status).toBe(200);
    await settings({ usos: null });
  });

  test('422: include the suggested one', async () => {
    const problem = await readProblem(await settings({ usos: { allowed: ['G01'], usual: 'G03' } }), 422);
    expect(problem.errors).toMatchObject([{ pointer: '/usos/usual', code: 'uso-usual-not-allowed' }]);
    expect((await settings({ usos: { usual: 'S01', allowed: ['G01'] } })).status).toBe(200);
    await settings({ usos: null });
  });

  test('422: include none that a sale cannot have', async () => {
    expect((await settings({ usos: { allowed: ['CN01'] } })).status).toBe(422);
    expect((await settings({ usos: { allowed: [] } })).status).toBe(422);
  });

  test('201: do not bind the merchant, who invoices in a customer’s place', async () => {
    await settings({ usos: { allowed: ['G03'] } });
    const authorization = `Bearer ${api.key}`;
    const sale = await read<{ id: string }>(
      await api.post('/v1/sales', breakfast('POR-EL', api.now()), { authorization }),
    );
    const body = { portal: DEMO_PORTAL, receptor: alba('612', 'G01') };
    const answer = await api.post(`/v1/sales/${sale.id}/invoice/preview`, body, { authorization });
    expect(answer.status).toBe(200);
    await settings({ usos: null });
  });
});

/** The catalogues that an operator loads: what the SAT ended since a sale came in is refused before anything is stamped. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ClaveProdServRow, CodigoPostalRow } from '../../server/catalogs/catalog-store.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { advanceGlobal, beginGlobal } from '../../server/invoicing/globalize.ts';
import { breakfast, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

const BREAKFAST: ClaveProdServRow = {
  ...{ clave: '90101501', texto: 'Restaurantes', complemento: '', estimuloFrontera: false, validFrom: '2022-01-01' },
  ...{ iva: 'opcional', ieps: 'opcional' },
};
const ROMA: CodigoPostalRow = {
  ...{ codigo: '06700', estado: 'CMX', estimuloFrontera: 0, zone: 'America/Mexico_City', validFrom: '2022-01-01' },
};

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  let postgres: PostgresServer | undefined;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    api = await startApi(postgres && { databaseUrl: await postgres.createDatabase() });
  });
  afterAll(async () => {
    await api.stop();
    await postgres?.stop();
  });
  const load = async (clave: ClaveProdServRow | undefined, place: CodigoPostalRow | undefined) => {
    const { catalogs } = api.services.invoicing.store;
    await catalogs.replaceClavesProdServ(clave ? [clave] : []);
    await catalogs.replaceCodigosPostales(place ? [place] : []);
  };
  beforeEach(() => load(BREAKFAST, ROMA));
  afterEach(() => load(undefined, undefined));

  const INVOICES = `/v1/portals/${DEMO_PORTAL}/invoices`;

  test.each<[string, string, ClaveProdServRow, CodigoPostalRow]>([
    ['a clave that ended yesterday', 'clave-not-in-force', { ...BREAKFAST, validTo: '2026-11-19' }, ROMA],
    ['a clave that begins tomorrow', 'clave-not-in-force', { ...BREAKFAST, validFrom: '2026-11-21' }, ROMA],
    ['a clave that the catalogue dropped', 'clave-not-in-force', { ...BREAKFAST, clave: '90101500' }, ROMA],
    ['a place of issue that ended', 'postal-code-not-in-force', BREAKFAST, { ...ROMA, validTo: '2026-11-19' }],
    ['a place of issue that was dropped', 'postal-code-not-in-force', BREAKFAST, { ...ROMA, codigo: '06600' }],
  ])(
    '422: %s is shown in the preview and stops the invoice, and the merchant has the request',
    async (_, code, ...rows) => {
      const order = { sales: [await api.buy()], receptor: UNIVERSIDAD };
      await load(...rows);
      const before = (await api.stamps()).length;
      for (const path of ['/preview', '']) {
        const problem = await readProblem(await api.post(`${INVOICES}${path}`, order), 422);
        expect(problem).toMatchObject({ code: 'merchant-must-fix', errors: [{ code }] });
      }
      const merchant = { authorization: `Bearer ${api.key}` };
      const [listed] = (
        await read<{ sales: { id: string }[] }>(await api.request('/v1/sales?limit=1', { headers: merchant }))
      ).sales;
      const body = { receptor: UNIVERSIDAD };
      expect((await readProblem(await api.post(`/v1/sales/${listed?.id}/invoice`, body, merchant), 422)).code).toBe(
        'merchant-must-fix',
      );
      expect((await api.stamps()).length).toBe(before);
      const queue = await api.request('/v1/requests?limit=1', { headers: merchant });
      const { requests } = await read<{ requests: object[] }>(queue);
      expect(requests).toMatchObject([{ waitsFor: 'merchant', hindrance: { errors: [{ code }] } }]);
      await load(BREAKFAST, ROMA);
      expect((await api.post(INVOICES, order)).status).toBe(201);
    },
  );

  test('422: a branch whose postal code ended issues no global, nor a nota de crédito; one that was asked for before is not stamped', async () => {
    const key = { authorization: `Bearer ${api.key}` };
    const post = (path: string, body: object) => api.post(`/v1${path}`, body, key);
    const order = { sales: [await api.buy()], receptor: UNIVERSIDAD };
    expect((await api.post(INVOICES, order)).status).toBe(201);
    const { sales } = await read<{ sales: { id: string }[] }>(await api.request('/v1/sales?limit=1', { headers: key }));
    const refund = { total: '100.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    const day = { branch: 'roma', periodicidad: '01', from: '2026-11-18', to: '2026-11-18' };
    const sold = { ...breakfast('FIN-2', api.now()), date: '2026-11-18T09:00:00-06:00', branch: 'roma' };
    expect((await post('/sales', sold)).status).toBe(201);
    const begun = await beginGlobal(api.services.invoicing, {
      ...{ tenant: { merchantId: 'mer_jacaranda', world: 'test' }, serie: 'G', origin: 'schedule' },
      ...{ ...day, periodicidad: '01' },
    });
    await load(BREAKFAST, { ...ROMA, validTo: '2026-11-19' });
    const stamps = (await api.stamps()).length;
    for (const path of ['/global-invoices/preview', '/global-invoices', `/sales/${sales[0]?.id}/refunds`]) {
      const problem = await readProblem(await post(path, path.includes('refunds') ? refund : day), 422);
      expect([path, problem.errors.map(({ code }) => code)]).toEqual([path, ['postal-code-not-in-force']]);
    }
    await advanceGlobal(api.services.invoicing, begun);
    const { store } = api.services.invoicing;
    expect(await store.globalRuns.get(begun.tenant, begun.id)).toMatchObject({
      ...{ state: 'refused', refusal: 'postal-code-not-in-force' },
    });
    expect((await api.stamps()).length).toBe(stamps);
    await load(BREAKFAST, ROMA);
    expect((await post(`/sales/${sales[0]?.id}/refunds`, refund)).status).toBe(201);
    expect((await post('/global-invoices', day)).status).toBe(201);
  });

  test('422: a sale with a clave that is no longer in force is refused on arrival', async () => {
    await load({ ...BREAKFAST, validTo: '2026-11-19' }, ROMA);
    const key = { authorization: `Bearer ${api.key}` };
    const problem = await readProblem(await api.post('/v1/sales', breakfast('FIN-1', api.now()), key), 422);
    expect(problem.errors).toMatchObject([{ code: 'clave-not-in-force', pointer: '/conceptos/0/claveProdServ' }]);
    await load({ ...BREAKFAST, validTo: '2026-11-20' }, ROMA);
    expect((await api.post('/v1/sales', breakfast('FIN-1', api.now()), key)).status).toBe(201);
  });
});

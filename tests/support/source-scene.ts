/** A shop whose orders arrive from a source, at an API of its own. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { Sale } from '../../server/sales/sale.ts';
import { startApi, type TestApi } from './api.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

export const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;

/** Within a `describe`: an API on that engine, whose portal takes sales of a year and approves refunds by itself unless a test says otherwise. */
export function sourceScene(engine: 'SQLite' | 'PostgreSQL') {
  let api: TestApi;
  let postgres: PostgresServer | undefined;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    api = await startApi(postgres && { databaseUrl: await postgres.createDatabase() });
    await api.change(DEMO_PORTAL, { deadline: { kind: 'days', days: 365 } });
  }, 120_000);
  afterAll(async () => {
    await api.stop();
    await postgres?.stop();
  });
  afterEach(() => api.change(DEMO_PORTAL, { approveRefunds: false }));

  const store = () => api.services.invoicing.store;
  return {
    api: () => api,
    store,
    /** A call of the merchant's system. */
    call: (method: string, path: string, body?: object): Promise<Response> =>
      api.request(`/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    /** The one sale that the source made. */
    async saleOf(source: string): Promise<Sale> {
      const [sale] = (await store().sales.list(TENANT, { limit: 200 })).filter((each) => each.source === source);
      if (!sale) throw new Error('the source made no sale');
      return sale;
    },
  };
}

/** Sales that are in a stamped factura global, and the customers who ask for them afterwards. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { resumeExits } from '../../server/invoicing/global-exit-worker.ts';
import { advanceGlobal, beginGlobal } from '../../server/invoicing/globalize.ts';
import type { Invoice } from '../../server/invoicing/invoice.ts';
import { resumeRefunds } from '../../server/invoicing/refunds.ts';
import { settleDue } from '../../server/invoicing/settle-worker.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import { parseSale, type SaleWire } from '../../server/sales/sale-wire.ts';
import { breakfast, read, startApi, type TestApi, UNIVERSIDAD } from './api.ts';
import { coveredOf, invoicesAbout } from './coverage.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

export const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
export const SECOND_MS = 1_000 / 86_400_000;

export type Sold = { readonly id: string; readonly folio: string };

/** Within a `describe`: an API of its own on that engine, whose portal answers by egreso unless a test says otherwise. */
export function afterGlobalScene(engine: 'SQLite' | 'PostgreSQL') {
  let api: TestApi;
  let postgres: PostgresServer | undefined;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    api = await startApi({
      sealed: ['mer_jacaranda', 'mer_ingrid'],
      ...(postgres && { databaseUrl: await postgres.createDatabase() }),
    });
  }, 120_000);
  afterAll(async () => {
    await api.stop();
    await postgres?.stop();
  });
  beforeEach(() => api.change(DEMO_PORTAL, { afterGlobal: 'egreso', deadline: { kind: 'month-end', monthsAfter: 1 } }));

  const merchant = (method: string, path: string, body?: object, key = api.key): Promise<Response> =>
    api.request(`/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });

  let shops = 0;
  /** A branch whose sales of a day, each of 348.00, are in one stamped global. */
  async function globalised(
    count: number,
    tenant: { merchantId: string; world: 'test' } = TENANT,
    claves: readonly string[] = [],
  ): Promise<{ sales: Sold[]; global: Invoice }> {
    const branch = `g${++shops}`;
    const { store } = api.services.invoicing;
    await store.merchants.putBranch({ ...tenant, code: branch, name: branch, codigoPostal: '06700' });
    const key = tenant === TENANT ? api.key : await api.createKey({ merchantId: tenant.merchantId });
    const sales: Sold[] = [];
    for (let n = 1; n <= count; n += 1) {
      const folio = `${branch.toUpperCase()}-${n}`;
      const sale = { ...breakfast(folio, api.now()), date: '2026-11-18T09:00:00-06:00', branch };
      const clave = claves[n - 1];
      const sold = clave === undefined ? read<Sold>(await merchant('POST', '/sales', sale, key)) : kept(sale, clave);
      sales.push({ folio, id: (await sold).id });
    }
    const period = { periodicidad: '01', from: '2026-11-18', to: '2026-11-18' } as const;
    const run = await beginGlobal(api.services.invoicing, {
      tenant,
      branch,
      ...period,
      serie: 'G',
      origin: 'merchant',
    });
    await advanceGlobal(api.services.invoicing, run);
    const [global] = await store.invoices.find(tenant, { kind: 'global', branch, limit: 1 });
    if (global?.state !== 'stamped') throw new Error(`the global is ${global?.state}`);
    return { sales, global };
  }

  /** A sale of that clave that was stored before it was refused on arrival, as fuel is. */
  async function kept(sale: SaleWire, claveProdServ: string): Promise<Sold> {
    const parsed = parseSale(sale);
    if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults));
    const body = { ...parsed.body, conceptos: parsed.body.conceptos.map((line) => ({ ...line, claveProdServ })) };
    const put = { source: 'api', body, keys: keysOf(body), at: api.now() };
    const id = `sale_kept_before_${sale.folio}`;
    await api.services.invoicing.store.sales.put(TENANT, [{ id, ...put }]);
    return { id, folio: sale.folio };
  }

  const tokenOf = async ({ folio }: Sold) => (await api.search({ folio, total: '348.00' }))[0]?.token;
  const askFor = async (sale: Sold, receptor: object = UNIVERSIDAD) =>
    api.post(
      `/v1/portals/${DEMO_PORTAL}/invoices`,
      { sales: [await tokenOf(sale)], receptor },
      { 'idempotency-key': sale.id },
    );
  const about = (sale: Sold) => invoicesAbout(api.services.invoicing, TENANT, sale.id);
  const covered = async (sale: Sold) => coveredOf(await about(sale), sale.id);
  const summary = async (sale: Sold) => (await about(sale)).map(({ snapshot, state }) => `${snapshot.kind} ${state}`);

  /** The notices of sales that are still in their global. */
  const late = async () =>
    (await api.services.invoicing.store.notices.list(TENANT, 100)).filter(({ kind }) => kind === 'global-exit-late');

  /** Everything that waits, until nothing moves: the workers' rounds, with the clock moved on. */
  async function rest(rounds = 4): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      await settleDue(api.services.invoicing);
      await resumeRefunds(api.services.invoicing);
      await api.move(61 * SECOND_MS);
      await resumeExits(api.services.invoicing);
    }
  }

  return {
    api: () => api,
    ...{ merchant, globalised, tokenOf, askFor, about, covered, summary, late, rest },
  };
}

/**
 * A cashier who works at some branches: what they see, count and change is of those alone, at every route that is open to them, and every route
 * that does not keep to branches is closed. Generated from the routes, so that a new one has to say which it is.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopesOf } from '../../server/merchants/role.ts';
import type { SaleWire } from '../../server/sales/sale-wire.ts';
import { breakfast, read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { firstOwner, memberOf, type Person } from '../support/person.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

const JACARANDA = 'mer_jacaranda';
type Route = { readonly method: string; readonly path: string; readonly scope: string; readonly byBranch: boolean };
/** What a branch has of everything that a cashier can see. */
type Things = {
  readonly sale: string;
  readonly folio: string;
  readonly invoiced: string;
  readonly invoice: string;
  readonly request: string;
  readonly refund: string;
  readonly cancellation: string;
};

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe.each(['SQLite', 'PostgreSQL'] as const)('a cashier of one branch, on %s', (engine) => {
  let api: TestApi;
  let cashier: Person;
  let first: Person;
  let open: readonly Route[];
  let tijuana: Things;
  let roma: Things;

  const post = (path: string, body: object): Promise<Response> =>
    api.post(`/v1${path}`, body, { authorization: `Bearer ${api.key}` });
  const idOf = async (answer: Promise<Response>): Promise<string> => (await read<{ id: string }>(await answer)).id;
  let sold = 0;
  const saleOf = (branch: string | undefined, folio: string, more: Partial<SaleWire> = {}): object => ({
    ...breakfast(folio, api.now()),
    branch,
    ...more,
  });
  const invoiceOf = async (sale: string): Promise<string> => {
    const answer = await post(`/sales/${sale}/invoice`, { receptor: UNIVERSIDAD, portal: 'cafe-jacaranda' });
    return (await readInvoice(answer, 201)).id;
  };
  const thingsOf = async (branch: string | undefined): Promise<Things> => {
    const folio = `SUC-${++sold}`;
    const sale = await idOf(post('/sales', saleOf(branch, folio)));
    const invoiced = await idOf(post('/sales', saleOf(branch, `${folio}-F`)));
    const invoice = await invoiceOf(invoiced);
    const canceled = await invoiceOf(await idOf(post('/sales', saleOf(branch, `${folio}-C`))));
    const cancellation = await idOf(post(`/invoices/${canceled}/cancel`, { motivo: '02' }));
    const refund = await idOf(
      post(`/sales/${invoiced}/refunds`, { total: '20.00', date: new Date(api.now()).toISOString(), formaPago: '01' }),
    );
    const [found] = await api.search({ folio, total: '348.00' });
    const asked = { reason: 'needs-merchant', sales: [found?.token], receptor: UNIVERSIDAD };
    const left = await read<{ links: { self: string } }>(await api.post('/v1/portals/cafe-jacaranda/requests', asked));
    const [, request = ''] = /requests\/(req_\w+)/.exec(left.links.self) ?? [];
    return { sale, folio, invoiced, invoice, request, refund, cancellation };
  };

  beforeAll(async () => {
    api = await startApi(engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {});
    const owner = await firstOwner(api, { merchant: JACARANDA });
    expect(owner.cookie()).toBeDefined();
    const at = { role: 'cashier', merchant: JACARANDA } as const;
    cashier = await memberOf(api, { ...at, branches: ['tijuana'], address: '198.51.100.71' });
    first = await memberOf(api, { ...at, branches: ['roma'], address: '198.51.100.72' });
    const { paths } = await read<{ paths: Record<string, Record<string, Record<string, unknown>>> }>(
      await api.request('/openapi.json'),
    );
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...{ method: method.toUpperCase(), path: path.replace('/v1', '') },
        ...{ scope: String(operation['x-scope']), byBranch: operation['x-by-branch'] === true },
      })),
    );
    open = routes.filter(({ scope }) => scopesOf('cashier').some((theirs) => theirs === scope));
    tijuana = await thingsOf('tijuana');
    roma = await thingsOf('roma');
  }, 120_000);
  afterAll(() => api?.stop());

  /** How each route that keeps to branches is asked for something of a branch. */
  const asking: Readonly<Record<string, (things: Things) => { path: string; body?: unknown }>> = {
    'GET /sales/{id}': ({ sale }) => ({ path: `/sales/${sale}` }),
    'GET /sales/{id}/ticket-qr': ({ sale }) => ({ path: `/sales/${sale}/ticket-qr?portal=cafe-jacaranda&format=text` }),
    'POST /sales/{id}/refunds': ({ sale }) => ({
      path: `/sales/${sale}/refunds`,
      body: { total: '10.00', date: new Date(api.now()).toISOString(), formaPago: '01' },
    }),
    'POST /sales/{id}/refunds/preview': ({ sale }) => ({
      path: `/sales/${sale}/refunds/preview`,
      body: { total: '10.00', date: new Date(api.now()).toISOString(), formaPago: '01' },
    }),
    'POST /invoices/{id}/sat-status': ({ invoice }) => ({ path: `/invoices/${invoice}/sat-status` }),
    'GET /invoices/{id}/cancellation-terms': ({ invoice }) => ({ path: `/invoices/${invoice}/cancellation-terms` }),
    'GET /cancellations/{id}': ({ cancellation }) => ({ path: `/cancellations/${cancellation}` }),
    'GET /invoices/{id}': ({ invoice }) => ({ path: `/invoices/${invoice}` }),
    'GET /requests/{id}': ({ request }) => ({ path: `/requests/${request}` }),
  };
  /** The routes about many things, each with a test below. */
  const LISTS = [
    'POST /sales',
    'GET /sales',
    'POST /sales/bulk',
    'GET /invoices',
    'GET /refunds',
    'GET /requests',
    'GET /overview',
    'GET /branches',
  ];
  /** Two more that customers open by a token, and a merchant's people by their session. */
  const BY_TOKEN = ['GET /invoices/{id}', 'GET /requests/{id}'];

  it('403: opens no route that concerns all branches, and every other route is tried here', async () => {
    const closed = open.filter(({ byBranch }) => !byBranch);
    expect(closed.length).toBeGreaterThan(3);
    for (const { method, path } of closed) {
      const answer = await cashier.call(method, path.replace(/\{\w+\}/g, 'nada'));
      expect([method, path, (await readProblem(answer, 403)).code]).toEqual([method, path, 'not-your-branch']);
    }
    const kept = open.filter(({ byBranch }) => byBranch).map(({ method, path }) => `${method} ${path}`);
    expect([...kept, ...BY_TOKEN].sort()).toEqual([...Object.keys(asking), ...LISTS].sort());
  });

  it('200: sees what belongs to the branch; 404: what belongs to another is as if it did not exist', async () => {
    for (const [name, ask] of Object.entries(asking)) {
      const [method = ''] = name.split(' ');
      const theirs = ask(tijuana);
      const mine = await cashier.call(method, theirs.path, theirs.body);
      expect([name, mine.ok]).toEqual([name, true]);
      const others = ask(roma);
      const refused = await readProblem(await cashier.call(method, others.path, others.body), 404);
      expect([name, refused.code]).toEqual([name, 'unknown-resource']);
    }
  });

  it('200: lists and counts only what belongs to the branch', async () => {
    const get = async (person: Person, path: string): Promise<Record<string, { id: string; branch?: string }[]>> =>
      read(await person.call('GET', path));
    const { sales = [] } = await get(cashier, '/sales?limit=100');
    expect(new Set(sales.map(({ branch }) => branch))).toEqual(new Set(['tijuana']));
    expect(sales.map(({ id }) => id)).toContain(tijuana.sale);
    expect((await get(cashier, `/sales?folio=${roma.folio}`)).sales).toEqual([]);
    const { invoices = [] } = await get(cashier, '/invoices');
    expect(new Set(invoices.map(({ branch }) => branch))).toEqual(new Set(['tijuana']));
    expect((await get(cashier, `/invoices?sale=${roma.invoiced}`)).invoices).toEqual([]);
    const { refunds = [] } = await get(cashier, '/refunds');
    expect(refunds.map(({ id }) => id)).toContain(tijuana.refund);
    expect(refunds.map(({ id }) => id)).not.toContain(roma.refund);
    const { requests = [] } = await get(cashier, '/requests');
    expect(requests.map(({ id }) => id)).toEqual([tijuana.request]);
    const overview = async (person: Person) =>
      read<{ attention: { requests: number }; days: { invoices: number }[] }>(await person.call('GET', '/overview'));
    const made = ({ days }: { days: { invoices: number }[] }): number =>
      days.reduce((sum, day) => sum + day.invoices, 0);
    const [own, others] = [await overview(cashier), await overview(first)];
    expect([own.attention.requests, made(own)]).toEqual([1, 2]);
    expect([others.attention.requests, made(others)]).toEqual([1, 2]);
  });

  it('201: enters sales of the branch; 422: none of another, nor one that would replace another’s by its folio', async () => {
    expect((await cashier.call('POST', '/sales', saleOf('tijuana', 'MIA-1'))).status).toBe(201);
    for (const branch of ['roma', undefined]) {
      const refused = await readProblem(await cashier.call('POST', '/sales', saleOf(branch, 'MIA-2')), 422);
      expect(refused.errors).toMatchObject([{ code: 'not-your-branch', pointer: '/branch' }]);
    }
    const over = await readProblem(await cashier.call('POST', '/sales', saleOf('tijuana', roma.folio)), 422);
    expect(over.errors).toMatchObject([{ code: 'folio-of-another-branch', pointer: '/folio' }]);
    const kept = await read<{ branch: string }>(
      await api.request(`/v1/sales/${roma.sale}`, { headers: { authorization: `Bearer ${api.key}` } }),
    );
    expect(kept.branch).toBe('roma');
    const lines = ['MIA-3', roma.folio].map((folio) => JSON.stringify(saleOf('tijuana', folio)));
    const bulk = await api.request('/v1/sales/bulk', {
      method: 'POST',
      body: [...lines, JSON.stringify(saleOf('roma', 'MIA-4'))].join('\n'),
      headers: {
        ...{
          'content-type': 'application/x-ndjson',
          cookie: cashier.cookie() ?? '',
          origin: 'https://factura.example.mx',
        },
        ...{ 'x-autofactura-merchant': JACARANDA, 'x-autofactura-world': 'test' },
      },
    });
    const results = (await bulk.text())
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { result: string }).result);
    expect(results).toEqual(['created', 'refused', 'refused']);
  });

  it('200: at the first branch, has the sales that name no branch', async () => {
    const id = await idOf(post('/sales', saleOf(undefined, 'SIN-1')));
    expect((await first.call('GET', `/sales/${id}`)).status).toBe(200);
    expect((await cashier.call('GET', `/sales/${id}`)).status).toBe(404);
    const { sales } = await read<{ sales: { id: string }[] }>(await first.call('GET', '/sales?folio=SIN-1'));
    expect(sales.map((sale) => sale.id)).toEqual([id]);
    expect((await first.call('POST', '/sales', saleOf(undefined, 'SIN-2'))).status).toBe(201);
  });

  it('200: has the names of those branches', async () => {
    const { branches } = await read<{ branches: { code: string }[] }>(await cashier.call('GET', '/branches'));
    expect(branches.map(({ code }) => code)).toEqual(['tijuana']);
  });
});

describe('an owner', () => {
  let api: TestApi;
  let owner: Person;
  beforeAll(async () => {
    api = await startApi({ sealed: [], signup: 'invitation' });
    await firstOwner(api, { merchant: JACARANDA });
    owner = await memberOf(api, { role: 'owner', merchant: JACARANDA, address: '198.51.100.80' });
    await owner.stepUp();
  });
  afterAll(() => api.stop());

  it('201: invites a cashier to branches, who keeps them when they accept; the log says who did', async () => {
    const invited = await read<{ url: string; branches: string[] }>(
      await owner.call('POST', '/members', {
        email: 'caja@example.com',
        role: 'cashier',
        branches: ['tijuana', 'tijuana'],
      }),
    );
    expect(invited.branches).toEqual(['tijuana']);
    const token = new URL(invited.url).searchParams.get('token');
    const answer = await api.post(
      '/v1/auth/accept-invitation',
      { token, name: 'Caja', password: 'la caja de la esquina 7' },
      { origin: 'https://factura.example.mx' },
    );
    expect(answer.status).toBe(201);
    const { members } = await read<{ members: { id: string; email: string; branches?: string[] }[] }>(
      await owner.call('GET', '/members'),
    );
    const made = members.find(({ email }) => email === 'caja@example.com');
    expect(made?.branches).toEqual(['tijuana']);
    const change = (body: object) => owner.call('PATCH', `/members/${made?.id}`, body);
    expect((await change({ role: 'cashier', branches: [] })).status).toBe(204);
    const after = await read<{ members: { id: string; branches?: string[] }[] }>(await owner.call('GET', '/members'));
    expect(after.members.find(({ id }) => id === made?.id)?.branches).toBeUndefined();
    const { entries } = await read<{ entries: object[] }>(await owner.call('GET', '/audit-log'));
    expect(entries[0]).toMatchObject({ action: 'PATCH /members/{id}', target: made?.id });
  });

  it('400: limits only cashiers, and only to branches that exist', async () => {
    const invite = (body: object) => owner.call('POST', '/members', { email: 'x@example.com', ...body });
    const other = await readProblem(await invite({ role: 'accountant', branches: ['roma'] }), 400);
    expect(other.errors).toMatchObject([{ code: 'branches-only-for-cashiers', pointer: '/branches' }]);
    const unknown = await readProblem(await invite({ role: 'cashier', branches: ['roma', 'mérida'] }), 400);
    expect(unknown.errors).toMatchObject([{ code: 'branch-unknown', pointer: '/branches/1' }]);
  });
});

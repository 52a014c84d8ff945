import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../db/seed.ts';
import { PROBLEM_CODES } from '../../server/cfdi/problem.ts';
import { breakfast, read, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { nasty, spoilt } from '../support/fuzz-bodies.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

type Operation = { readonly security?: unknown; readonly requestBody?: unknown; readonly responses: Readonly<Record<string, unknown>> };
type Route = { readonly path: string; readonly method: string; readonly operation: Operation };

const RUNS_A_ROUTE = 40;

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  let postgres: PostgresServer | undefined;
  let keys: readonly string[];
  let routes: readonly Route[];
  let known: Awaited<ReturnType<typeof knownThings>>;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    api = await startApi(postgres ? { databaseUrl: await postgres.createDatabase() } : {});
    keys = await Promise.all(Array.from({ length: 40 }, () => api.createKey()));
    routes = await routesOf(api);
    known = await knownThings(api);
  });
  afterAll(async () => {
    await api.stop();
    await postgres?.stop();
  });

  test('whatever is sent to any route, nothing fails: every refusal is a problem, every answer a documented one', async () => {
    let sent = 0;
    const seen = new Map<string, Set<number>>();
    for (const route of routes) {
      const statuses = new Set<number>();
      seen.set(`${route.method} ${route.path}`, statuses);
      await fc.assert(
        fc.asyncProperty(callsOf(route), async (call) => {
          const key = keys[sent++ % keys.length] ?? '';
          const answer = await send(route, call, key);
          statuses.add(answer.status);
          await expectGood(answer, route);
        }),
        { numRuns: RUNS_A_ROUTE },
      );
    }

    expect(sent).toBeGreaterThanOrEqual(300);
    // The calls get far enough to be worth something: every route also says yes.
    const silent = [...seen].filter(([, statuses]) => ![...statuses].some((status) => status < 300)).map(([route]) => route);
    expect(silent).toEqual([]);
  });

  type Call = { readonly path: string; readonly body: unknown; readonly language: string };

  function callsOf({ path }: Route): fc.Arbitrary<Call> {
    const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const right = known.paths[path] ?? {};
    const values = fc.tuple(...parts.map((name) => fc.oneof({ weight: 8, arbitrary: fc.constant(right[name] ?? DEMO_PORTAL) }, { weight: 1, arbitrary: nasty })));
    return fc.record({
      path: fc.tuple(values, fc.oneof({ weight: 4, arbitrary: fc.constant(right['query'] ?? '') }, { weight: 1, arbitrary: nasty.map((value) => `?token=${encode(value)}&limit=${encode(value)}`) }))
        .map(([named, query]) => parts.reduce((url, name, index) => url.replace(`{${name}}`, encode(named[index]) || 'x'), path) + query),
      body: spoilt(known.bodies[path] ?? {}),
      language: fc.constantFrom('es-MX', 'en', '*', ''),
    });
  }

  async function send({ method, operation }: Route, { path, body, language }: Call, key: string): Promise<Response> {
    const headers = { 'accept-language': language, 'content-type': 'application/json', ...(operation.security ? { authorization: `Bearer ${key}` } : {}) };
    return api.request(path, { method: method.toUpperCase(), headers, ...(operation.requestBody ? { body: JSON.stringify(body) } : {}) });
  }

  async function expectGood(answer: Response, { operation }: Route): Promise<void> {
    const { status } = answer;
    if (status < 400) return expect(Object.keys(operation.responses)).toContain(String(status));
    expect(status === 503 || status < 500).toBe(true);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = await read(answer);
    expect(problem).toMatchObject({ status, title: expect.stringMatching(/./), detail: expect.stringMatching(/./) });
    expect(PROBLEM_CODES).toContain(problem['code']);
    for (const { pointer, detail } of problem['errors'] as { pointer: string; detail: string }[]) {
      expect(pointer).toMatch(/^(\/|$)/);
      // A fault without words would show its code.
      expect(detail).toMatch(/ /);
    }
  }
});

function encode(value: unknown): string {
  return encodeURIComponent(String(typeof value === 'object' ? JSON.stringify(value) : value).toWellFormed()).slice(0, 900);
}

async function routesOf(api: TestApi): Promise<readonly Route[]> {
  const { paths } = await read<{ paths: Record<string, Record<string, Operation>> }>(await api.request('/openapi.json'));
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

/** What is there, so that a spoilt call is spoilt in one place only. */
async function knownThings(api: TestApi) {
  const sale = await api.buy({ email: 'ana@example.com' });
  const invoiced = await api.buy();
  const portal = `/v1/portals/${DEMO_PORTAL}`;
  const order = { sales: [invoiced], receptor: UNIVERSIDAD };
  const invoice = await read<{ id: string; accessToken: string }>(await api.post(`${portal}/invoices`, order));
  const kept = await read<{ id: string; links: { self: string } }>(await api.post(`${portal}/requests`, { reason: 'other' }));
  const opened = { id: invoice.id, query: `?token=${invoice.accessToken}` };
  const settings = (await api.services.invoicing.store.merchants.getPortal(DEMO_PORTAL))?.settings;
  const receptor = { ...UNIVERSIDAD, sale };
  const bodies: Readonly<Record<string, unknown>> = {
    '/v1/portals/{slug}/sales/search': { folio: 'CJ-1042', total: '527.00', email: 'ana@example.com', date: '2026-11-19', cardLast4: '4242' },
    '/v1/portals/{slug}/events': { name: 'step-shown', step: 'receptor' },
    '/v1/portals/{slug}/receptor/check': receptor,
    '/v1/portals/{slug}/invoices/preview': { sales: [sale], receptor: UNIVERSIDAD, email: null, desglosarIeps: true },
    '/v1/portals/{slug}/invoices': { sales: [sale], receptor: UNIVERSIDAD, email: 'ana@example.com', desglosarIeps: false },
    '/v1/portals/{slug}/invoices/recover': { sale: invoiced, rfc: UNIVERSIDAD.rfc, codigoPostal: UNIVERSIDAD.codigoPostal },
    '/v1/portals/{slug}/requests': { sale, lookup: { folio: 'X' }, receptor: UNIVERSIDAD, email: 'ana@example.com', reason: 'other' },
    '/v1/invoices/{id}/email': { email: 'ana@example.com' },
    '/v1/sales': { ...breakfast('FUZZ-1', api.now()), email: 'ana@example.com', cardLast4: '4242', propina: '52.20' },
    '/v1/portals/{slug}/settings': settings,
    '/v1/csd': { certificate: 'MIIB', privateKey: 'MIIB', password: 'x' },
  };
  const paths: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    '/v1/portals/{slug}/sales/{token}': { slug: DEMO_PORTAL, token: sale },
    '/v1/portals/{slug}/settings': { slug: 'jacaranda-cafeteria' },
    ...Object.fromEntries(['', '/xml', '/pdf', '/zip', '/email'].map((part) => [`/v1/invoices/{id}${part}`, opened])),
    '/v1/requests/{id}': { id: kept.id, query: kept.links.self.slice(kept.links.self.indexOf('?')) },
  };
  return { bodies, paths };
}

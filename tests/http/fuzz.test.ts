import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../db/seed.ts';
import { PROBLEM_CODES } from '../../server/cfdi/problem.ts';
import { createTestAuthority } from '../../server/csd/test-certificates.ts';
import { breakfast, DAY_MS, read, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { nasty, spoilt } from '../support/fuzz-bodies.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

type Operation = {
  readonly security?: unknown;
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
};
type Route = { readonly path: string; readonly method: string; readonly operation: Operation };

/** What a provider signs cannot be made up here; `sources` and `telling` send it signed. */
const SIGNED = ['/v1/sources/{id}/webhook', '/v1/mail-events/{merchant}/{world}'];

/** These are for invoices that no machine could decide; `undecided` makes some. */
const UNDECIDED = ['/v1/invoices/{id}/look-up', '/v1/invoices/{id}/adopt', '/v1/invoices/{id}/release'];

/** A body can be wrong in more ways than a path. */
const runsOf = ({ requestBody }: Operation): number => (requestBody ? 40 : 12);

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  let postgres: PostgresServer | undefined;
  let keys: readonly string[];
  let routes: readonly Route[];
  let known: Awaited<ReturnType<typeof knownThings>>;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    // Nobody listens where the providers would be: nothing leaves this machine.
    const providersUrl = 'http://127.0.0.1:9';
    api = await startApi({ providersUrl, ...(postgres && { databaseUrl: await postgres.createDatabase() }) });
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
    for (const route of routes) {
      // What is spoilt below is good by itself.
      const good = await send(route, rightCall(route), keys[0] ?? '');
      const name = `${route.method} ${route.path}`;
      const isExpected = [...SIGNED, ...UNDECIDED].includes(route.path) ? isRefusal : isSuccess;
      expect([name, good.status, await good.text()]).toEqual([name, expect.toSatisfy(isExpected), expect.anything()]);
      await fc.assert(
        fc.asyncProperty(callsOf(route), async (call) => {
          await expectGood(await send(route, call, keys[sent++ % keys.length] ?? ''), route);
        }),
        { numRuns: runsOf(route.operation) },
      );
    }

    expect(sent).toBeGreaterThanOrEqual(300);
  }, 90_000);

  type Call = { readonly path: string; readonly body: unknown; readonly language: string };

  function isSuccess(status: number): boolean {
    return status >= 200 && status < 300;
  }

  function isRefusal(status: number): boolean {
    return status >= 400 && status < 500;
  }

  function rightCall({ path }: Route): Call {
    const { query = '', ...right } = known.paths[path] ?? {};
    return { path: fill(path, right) + query, body: known.bodies[path] ?? {}, language: 'es-MX' };
  }

  function callsOf(route: Route): fc.Arbitrary<Call> {
    const { path } = route;
    const right = rightCall(route);
    const odd = fc.record({ slug: nasty, token: nasty, id: nasty }).map((values) => fill(path, values));
    const oddQuery = nasty.map((value) => `${right.path.split('?')[0]}?token=${encode(value)}&limit=${encode(value)}`);
    return fc.record({
      path: fc.oneof(
        { weight: 8, arbitrary: fc.constant(right.path) },
        { weight: 1, arbitrary: odd },
        { weight: 1, arbitrary: oddQuery },
      ),
      body: spoilt(right.body),
      language: fc.constantFrom('es-MX', 'en', '*', ''),
    });
  }

  async function send({ method, operation }: Route, { path, body, language }: Call, key: string): Promise<Response> {
    const headers = {
      'accept-language': language,
      'content-type': 'application/json',
      ...(operation.security ? { authorization: `Bearer ${key}` } : {}),
    };
    return api.request(path, {
      method: method.toUpperCase(),
      headers,
      ...(operation.requestBody ? { body: JSON.stringify(body) } : {}),
    });
  }

  async function expectGood(answer: Response, { operation }: Route): Promise<void> {
    const { status } = answer;
    if (status < 400) return expect(Object.keys(operation.responses)).toContain(String(status));
    expect(status === 503 || status < 500).toBe(true);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = await read(answer);
    expect(problem).toMatchObject({ status, title: expect.stringMatching(/./), detail: expect.stringMatching(/./) });
    expect(PROBLEM_CODES).toContain(problem.code);
    for (const { pointer, detail } of problem.errors as { pointer: string; detail: string }[]) {
      expect(pointer).toMatch(/^(\/|$)/);
      // A fault without words would show its code.
      expect(detail).toMatch(/ /);
    }
  }
});

function fill(path: string, values: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encode(values[name] ?? DEMO_PORTAL) || 'x');
}

function encode(value: unknown): string {
  const text = String(typeof value === 'object' ? JSON.stringify(value) : value);
  // Through UTF-8, where half a character cannot be.
  return encodeURIComponent(Buffer.from(text).toString()).slice(0, 900);
}

async function routesOf(api: TestApi): Promise<readonly Route[]> {
  const { paths } = await read<{ paths: Record<string, Record<string, Operation>> }>(
    await api.request('/openapi.json'),
  );
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
  const kept = await read<{ id: string; links: { self: string } }>(
    await api.post(`${portal}/requests`, { reason: 'other' }),
  );
  const put = (path: string, credentials: unknown) =>
    api.request(path, {
      method: 'PUT',
      headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ credentials }),
    });
  await put('/v1/registry-accounts/sw', { user: 'caja', password: 'secreta' });
  const opened = { id: invoice.id, query: `?token=${invoice.accessToken}` };
  const settings = (await api.services.invoicing.store.merchants.getPortal(DEMO_PORTAL))?.settings;
  const receptor = { ...UNIVERSIDAD, sale };
  const bodies: Readonly<Record<string, unknown>> = {
    '/v1/portals/{slug}/sales/search': {
      folio: 'CJ-1042',
      total: '527.00',
      email: 'ana@example.com',
      date: '2026-11-19',
      cardLast4: '4242',
    },
    '/v1/portals/{slug}/events': { name: 'step-shown', step: 'receptor' },
    '/v1/portals/{slug}/receptor/check': receptor,
    '/v1/portals/{slug}/invoices/preview': { sales: [sale], receptor: UNIVERSIDAD, email: null, desglosarIeps: true },
    '/v1/portals/{slug}/invoices': {
      sales: [sale],
      receptor: UNIVERSIDAD,
      email: 'ana@example.com',
      desglosarIeps: false,
    },
    '/v1/portals/{slug}/invoices/recover': {
      sale: invoiced,
      rfc: UNIVERSIDAD.rfc,
      codigoPostal: UNIVERSIDAD.codigoPostal,
    },
    '/v1/portals/{slug}/requests': {
      sale,
      lookup: { folio: 'X' },
      receptor: UNIVERSIDAD,
      email: 'ana@example.com',
      reason: 'other',
    },
    '/v1/invoices/{id}/email': { email: 'ana@example.com' },
    '/v1/sales': { ...breakfast('FUZZ-1', api.now()), email: 'ana@example.com', cardLast4: '4242', propina: '52.20' },
    '/v1/portals/{slug}/settings': settings,
    '/v1/csd': await seal(api),
    '/v1/sales/bulk': breakfast('FUZZ-2', api.now()),
    '/v1/portals/{slug}/constancia': {
      sale,
      qr: 'https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf?D1=10&D2=1&D3=14010011223_PEGM850312PC8',
      wish: true,
    },
    '/v1/sources': {
      type: 'woocommerce',
      name: 'Tienda',
      credentials: { webhookSecret: 'secreto-4711', linkSecret: 'secreto-de-los-enlaces-del-ticket-4711' },
      defaults: { claveProdServ: '50201706', claveUnidad: 'H87', pricesIncludeTax: true },
      payments: { 'woocommerce:bacs': '03' },
    },
    '/v1/sources/{id}': { name: 'Otra', payments: { 'woocommerce:cod': '01' } },
    '/v1/sources/{id}/backfill': { since: '2026-11-01T00:00:00Z', dryRun: true },
    '/v1/sources/{id}/sales': { folio: 'FUZZ-4', date: '2026-11-20T09:32:00-06:00', total: '348.00' },
    '/v1/products': { 'sku:CAFE': { claveProdServ: '50201706', claveUnidad: 'H87' } },
    '/v1/webhook-endpoints': { name: 'ERP', target: 'https://example.com/avisos', events: ['invoice.stamped'] },
    '/v1/webhook-endpoints/{id}': { name: 'ERP', state: 'enabled' },
    '/v1/webhook-endpoints/{id}/replay': { since: '2026-11-01T00:00:00Z' },
    '/v1/alert-channels': { kind: 'mail', name: 'Caja', target: 'caja@example.com', events: ['invoice.stamped'] },
    '/v1/alert-channels/{id}': { name: 'Caja', events: ['invoice.rejected'] },
    '/v1/alert-channels/{id}/replay': { since: '2026-11-01T00:00:00Z' },
    '/v1/mail-accounts/{provider}': { credentials: { url: 'smtps://u:p@127.0.0.1:9', from: 'f@example.com' } },
    '/v1/registry-accounts/{provider}': {
      credentials: { user: 'cafejacaranda', password: 'secreta' },
      position: 0,
      settings: { dailyBudgetCentavos: 5_000 },
    },
    '/v1/pac-accounts/{provider}': {
      credentials: { username: 'caja@cafejacaranda.mx', password: 'secreta' },
      position: 0,
    },
  };
  const refuser = { tenant: { merchantId: 'mer_jacaranda', world: 'test' }, hash: 'abc' } as const;
  await put('/v1/mail-accounts/resend', { apiKey: 're_4711', from: 'f@example.com' });
  const authorization = `Bearer ${api.key}`;
  const created = async (path: string) =>
    (await read<{ id: string }>(await api.post(path, bodies[path], { authorization }))).id;
  // What a route deletes is not what its neighbours look at.
  const manyOf = async (path: string, parts: readonly string[]) =>
    Object.fromEntries(
      await Promise.all(parts.map(async (part) => [`${path}/{id}${part}`, { id: await created(path) }] as const)),
    );
  const posted = await read<{ id: string }>(
    await api.post('/v1/sales', breakfast('FUZZ-3', api.now()), { authorization }),
  );
  const { credentials: _, payments: __, ...ofTill } = bodies['/v1/sources'] as Record<string, unknown>;
  const till = await read<{ id: string }>(await api.post('/v1/sources', { ...ofTill, type: 'api' }, { authorization }));
  const paths: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    ...(await manyOf('/v1/sources', ['', '/queue', '/payments', '/replay', '/backfill', '/webhook'])),
    ...(await manyOf('/v1/webhook-endpoints', ['', '/test', '/replay', '/rotate', '/deliveries'])),
    ...(await manyOf('/v1/alert-channels', ['', '/test', '/replay', '/deliveries'])),
    '/v1/sources/{id}/sales': { id: till.id },
    '/v1/sales/{id}': { id: posted.id },
    '/v1/mail-accounts/{provider}': { provider: 'smtp' },
    '/v1/mail-accounts/{provider}/test': { provider: 'resend' },
    '/v1/portals/{slug}/sales/{token}': { slug: DEMO_PORTAL, token: sale },
    '/v1/portals/{slug}/settings': { slug: 'jacaranda-cafeteria' },
    ...Object.fromEntries(['', '/xml', '/pdf', '/zip', '/email'].map((part) => [`/v1/invoices/{id}${part}`, opened])),
    '/v1/pac-accounts/{provider}': { provider: 'finkok' },
    '/v1/registry-accounts/{provider}': { provider: 'facturama' },
    '/v1/registry-accounts/{provider}/test': { provider: 'sw' },
    '/v1/invoices/{id}/sat-status': { id: invoice.id },
    // Whoever has no account is stamped by the sandbox, which can be tried like any other.
    '/v1/pac-accounts/{provider}/test': { provider: 'sandbox' },
    '/v1/mail/unsubscribe': { query: `?token=${api.services.tokens.unsubscribeToken(refuser)}` },
    '/v1/requests/{id}': { id: kept.id, query: kept.links.self.slice(kept.links.self.indexOf('?')) },
  };
  return { bodies, paths };
}

async function seal(api: TestApi): Promise<Readonly<Record<string, string>>> {
  const at = api.now() - DAY_MS;
  const taxpayer = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE' };
  const { cer, key, password } = await (await createTestAuthority(at)).issue(
    { kind: 'csd', ...taxpayer, password: '12345678a' },
    at,
  );
  return {
    certificate: Buffer.from(cer).toString('base64'),
    privateKey: Buffer.from(key).toString('base64'),
    password,
  };
}

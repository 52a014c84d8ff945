import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROBLEM_CODES, Problem, problemTitle } from '../../server/problems/problem.ts';
import { PUBLIC_URL, read, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let document: OpenApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
  document = await read<OpenApi>(await api.request('/openapi.json'));
});
afterAll(() => api.stop());

type Schema = Readonly<Record<string, unknown>>;
type Operation = {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
};
type OpenApi = {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>>; readonly securitySchemes: Schema };
};

const operations = (): readonly [path: string, method: string, operation: Operation][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Operation] => [path, method, operation]),
  );

describe('/openapi.json', () => {
  test('200: is an OpenAPI 3.1 document of this server', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info).toMatchObject({ title: 'Autofactura', version: '1' });
    expect(document.servers).toEqual([{ url: PUBLIC_URL }]);
    expect(document.components.securitySchemes).toMatchObject({ key: { type: 'http', scheme: 'bearer' } });
  });

  test('200: asked for a hundred times, with its page, is made once: it costs the server no second', async () => {
    const { user: before } = process.cpuUsage();
    for (let i = 0; i < 100; i += 1) await (await api.request(i % 2 ? '/openapi.json' : '/docs')).text();
    expect(process.cpuUsage().user - before).toBeLessThan(1_000_000);
  });

  test('every operation is named, filed, and says how it answers and how it refuses', () => {
    for (const [path, method, { summary, tags, responses }] of operations()) {
      expect([path, method, summary?.length, tags?.length]).toEqual([path, method, expect.any(Number), 1]);
      expect(Object.keys(responses).some((status) => /^2\d\d$/.test(status))).toBe(true);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['4XX', '503']));
      expect(Object.keys(responses).filter((status) => /default|5XX|500/.test(status))).toEqual([]);
      for (const { description } of Object.values(responses)) expect(description).not.toBe('');
    }
  });

  test('every parameter of a path is declared, and no other', () => {
    for (const [path, , { parameters = [] }] of operations()) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(
        parameters
          .filter((parameter) => parameter.in === 'path')
          .map(({ name }) => name)
          .toSorted(),
      ).toEqual(named.toSorted());
    }
  });

  test('every reference leads to a schema, and schemas are those of JSON Schema 2020-12', () => {
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      expect(Object.keys(document.components.schemas)).toContain(name);
    expect(text).not.toMatch(/"nullable":true/);
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining([
        'Portal',
        'Lookup',
        'FoundSale',
        'Receptor',
        'Preview',
        'Invoice',
        'Problem',
        'Sale',
        'PortalSettings',
      ]),
    );
  });

  test('every operation that needs a key says so, and no other does', () => {
    const secured = operations()
      .filter(([, , { security }]) => security !== undefined)
      .map(([path, method]) => `${method} ${path}`);

    expect(new Set(secured)).toEqual(
      new Set(
        operations()
          .map(([path, method]) => `${method} ${path}`)
          .filter((operation) => MERCHANT.test(operation)),
      ),
    );
  });

  const MERCHANT =
    /^patch \/v1\/portals\/\{slug\}$|^\w+ \/v1\/(sessions?($|\/)|merchants$|members|auth\/(sign-out|step-up(\/|$)|password$|second-factor|recovery-codes|passkeys|name|email)|sales|carts|merchant($|\/)|csd|portals$|portals\/\{slug\}\/(settings|mail|promotion|test-run|deadline-calendar|search-check)|branches|domains|domains|invoices$|global-invoices|global-schedules|requests($|\/\{id\}\/(accept|decline))|refunds|sources($|\/\{id\}($|\/(queue|replay|payments|backfill|sales)))|products|sat-catalogs|keys|webhook-endpoints|alert-channels|mail-accounts|mail-carrier|metrics|cuadre|months|overview|audit-log|pac-accounts|registry-accounts|invoices\/\{id\}\/(sat-status|look-up|adopt|release|correct|cancel$|copies$|cancellation-terms)|cancellations\/|notices)/;

  // A challenge is given to whoever asks, and whether sign-up is open is said.
  const asksForNothing = (path: string): boolean =>
    ['/v1/auth/passkey-sign-in/options', '/v1/auth/sign-up'].includes(path);

  test('every documented operation is served, and without a key or a body never answers 5xx', async () => {
    for (const [path, method, { security }] of operations()) {
      const answer = await api.request(path.replace(/\{\w+\}/g, 'nada'), { method: method.toUpperCase() });
      expect([path, method, answer.status]).toEqual([
        path,
        method,
        security ? 401 : expect.toSatisfy((status: number) => status < 500 && (status >= 400 || asksForNothing(path))),
      ]);
      if (answer.ok) continue;
      // An unserved path is unknown-resource; these know what they were asked for.
      expect([path, (await read<{ code: string }>(answer)).code]).not.toEqual([path, 'unknown-resource']);
    }
  });

  test('every operation served under /v1 is documented', () => {
    const documented = new Set(
      operations().map(([path, method]) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const served = api.app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/'))
      .map(({ method, path }) => `${method} ${path}`);

    expect([...new Set(served)].filter((route) => !documented.has(route))).toEqual([]);
  });
});

describe('/docs', () => {
  test('200: shows every operation and schema, without a script, under a policy that allows none', async () => {
    const answer = await api.request('/docs');
    const text = await answer.text();

    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self';/);
    expect(text).not.toMatch(/<script|<style| style=|https?:\/\/(?!factura\.example\.mx)\S+\.(?:js|css)/);
    for (const [path, method] of operations()) expect(text).toContain(`<code>${method.toUpperCase()} ${path}</code>`);
    for (const name of Object.keys(document.components.schemas)) expect(text).toContain(`id="schema-${name}"`);
    for (const [, file = ''] of text.matchAll(/<link[^>]+href="([^"]+)"/g))
      expect([file, (await api.request(file)).status]).toEqual([file, 200]);
    for (const [, anchor = ''] of text.matchAll(/href="#([^"]+)"/g)) expect(text).toContain(`id="${anchor}"`);
  });
});

describe('/problems', () => {
  test.each(['es-MX', 'en'] as const)('200: there is a page for every code, in %s', async (language) => {
    const headers = { 'accept-language': language };
    const list = await (await api.request('/problems', { headers })).text();
    for (const code of PROBLEM_CODES) {
      const answer = await api.request(`/problems/${code}`, { headers });
      const text = await answer.text();
      expect(answer.status).toBe(200);
      expect(text).toContain(`<h1>${problemTitle(code, language)}</h1>`);
      expect(text).toContain(`<code>${code}</code>`);
      expect(text).toContain(`<dd>${new Problem(code).status}</dd>`);
      expect(text).not.toMatch(/\{\w+\}/);
      expect(list).toContain(`/problems/${code}`);
    }
  });
});

test('200: the server reports that it is healthy', async () => {
  expect(await read(await api.request('/health'))).toEqual({ status: 'ok' });
});

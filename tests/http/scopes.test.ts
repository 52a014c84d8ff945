/** Every merchant route against keys with its scope alone and with every other scope, generated from the routes as OpenAPI lists them. */
import { createRoute } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFUSAL } from '../../server/http/api/api.ts';
import { createMerchantApi } from '../../server/http/merchant/merchant-api.ts';
import { SCOPES, type Scope } from '../../server/merchants/merchant.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';

type Operation = { readonly security?: readonly object[]; readonly 'x-scope'?: Scope };
const takesKey = ({ security = [] }: Operation): boolean => security.some((each) => 'key' in each);
type Route = Operation & { readonly method: string; readonly path: string };

describe('the routes of a merchant', () => {
  let api: TestApi;
  let routes: readonly Route[];
  beforeAll(async () => {
    api = await startApi({ sealed: [] });
    const { paths } = await read<{ paths: Record<string, Record<string, Operation>> }>(
      await api.request('/openapi.json'),
    );
    routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
    );
  });
  afterAll(() => api.stop());

  const call = async (key: string, { method, path }: Route): Promise<Response> =>
    api.request(path.replace(/\{\w+\}/g, 'nada'), { method, headers: { authorization: `Bearer ${key}` } });

  it('name their scope in OpenAPI, and no other route names one', () => {
    const named = routes.filter((route) => route['x-scope'] !== undefined);
    expect(named.map(({ path, method }) => `${method} ${path}`)).toEqual(
      routes.filter(takesKey).map(({ path, method }) => `${method} ${path}`),
    );
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((route) => !SCOPES.includes(route['x-scope'] as Scope))).toEqual([]);
  });

  it('403: each refuse a key that has every scope but theirs, and say which is missing', async () => {
    const keys = new Map<Scope, string>();
    for (const scope of SCOPES)
      keys.set(scope, await api.createKey({ scopes: SCOPES.filter((other) => other !== scope) }));
    for (const route of routes) {
      const scope = route['x-scope'];
      if (scope === undefined) continue;
      const refused = await readProblem(await call(keys.get(scope) ?? '', route), 403);
      expect([route.path, refused.code, refused.detail]).toEqual([
        route.path,
        'forbidden',
        expect.stringContaining(scope),
      ]);
    }
  });

  it('each accept a key with only their scope (neither 401 nor 403)', async () => {
    const keys = new Map<Scope, string>();
    for (const scope of SCOPES) keys.set(scope, await api.createKey({ scopes: [scope] }));
    for (const route of routes) {
      const scope = route['x-scope'];
      if (scope === undefined) continue;
      const { status } = await call(keys.get(scope) ?? '', route);
      expect([route.method, route.path, status]).toEqual([route.method, route.path, expect.not.toBeOneOf([401, 403])]);
    }
  });

  it('keep the server from starting if one declares no scope', () => {
    const open = createRoute({ method: 'get', path: '/open', responses: REFUSAL });
    expect(() => createMerchantApi(api.services).openapi(open, (c) => c.body(null) as never)).toThrow(
      'no scope: GET /open',
    );
  });
});

/** Merchant routes: each declares the scope it takes where it is written, and is closed to everybody without it. */
import { createRoute, type RouteConfig } from '@hono/zod-openapi';
import { SCOPES, type Scope } from '../../merchants/merchant.ts';
import type { ProblemCode } from '../../problems/problem.ts';
import { createApi } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { type MerchantVariables, requireScope } from './auth.ts';

/** Describes a route and the scope that its caller needs, which OpenAPI shows as `x-scope`. */
export function merchantRoute<P extends string, R extends Omit<RouteConfig, 'path'> & { path: P }>(
  scope: Scope,
  route: R,
) {
  return createRoute({ ...route, security: [{ key: [] as string[] }], 'x-scope': scope });
}

/**
 * A router for merchant routes: a handler finds its caller as `c.get('principal')`. Throws for a route that `merchantRoute` did not make.
 * `codeOf` names the problem of a request that does not fit its schema, `malformed-request` when absent.
 */
export function createMerchantApi(services: Services, codeOf?: (target: string) => ProblemCode) {
  return createApi<MerchantVariables>(codeOf, (route) => requireScope(services, scopeOf(route)));
}

function scopeOf(route: { readonly method: string; readonly path: string; readonly 'x-scope'?: unknown }): Scope {
  const scope = SCOPES.find((known) => known === route['x-scope']);
  if (scope === undefined) throw new Error(`no scope: ${route.method.toUpperCase()} ${route.path}`);
  return scope;
}

/** Merchant routes: each declares its scope where it is written, and is closed to callers without it. */
import { createRoute, type RouteConfig } from '@hono/zod-openapi';
import type { Handler } from 'hono';
import { SCOPES, type Scope } from '../../merchants/merchant.ts';
import type { ProblemCode } from '../../problems/problem.ts';
import { createApi } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { auditing } from './auditing.ts';
import { type MerchantVariables, requireScope } from './auth.ts';

/** Marks a route that restricts a limited cashier to their branches. */
export const BY_BRANCH = { 'x-by-branch': true } as const;

type Route<P extends string> = Omit<RouteConfig, 'path'> & { path: P };

/**
 * Describes a route and the scope that its caller needs, which OpenAPI shows as `x-scope`. A route that is not marked `x-by-branch` is closed to a
 * cashier who is limited to branches; one that is marked must keep to `principal.limit`.
 */
export function merchantRoute<P extends string, R extends Route<P>>(scope: Scope, route: R) {
  return createRoute({ ...route, security: [{ key: [] as string[] }, { session: [] as string[] }], 'x-scope': scope });
}

/** Describes a sensitive route, which also needs a step-up in the last ten minutes if a person calls it. */
export function guardedRoute<P extends string, R extends Route<P>>(scope: Scope, route: R) {
  return merchantRoute(scope, { ...route, 'x-step-up': true });
}

/**
 * Creates a router for merchant routes. A handler reads its caller from `c.get('principal')`, and its changes are written to the audit log.
 * Throws for a route that was not made by `merchantRoute`. `codeOf` names the problem of a request that does not fit its schema,
 * `malformed-request` by default.
 */
export function createMerchantApi(services: Services, codeOf?: (target: string) => ProblemCode) {
  const api = createApi<MerchantVariables>(codeOf, (route) => requireScope(services, requiredBy(route)));
  const { openapi } = api;
  api.openapi = ((route, handler, hook) =>
    openapi(
      route,
      auditing(services, route, handler as Handler<MerchantVariables>) as never,
      hook as never,
    )) as typeof openapi;
  return api;
}

type Declared = { readonly method: string; readonly path: string; readonly [extension: `x-${string}`]: unknown };

function requiredBy(route: Declared) {
  const scope = SCOPES.find((known) => known === route['x-scope']);
  if (scope === undefined) throw new Error(`no scope: ${route.method.toUpperCase()} ${route.path}`);
  return { scope, stepUp: route['x-step-up'] === true, byBranch: route['x-by-branch'] === true };
}

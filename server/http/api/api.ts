/** A router whose routes carry their schemas: a body that does not fit is answered before the route sees it. */
import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Env, MiddlewareHandler } from 'hono';
import { Problem, type ProblemCode } from '../../problems/problem.ts';
import { faultsOf } from '../../sales/sale-wire.ts';
import { admitBody } from './body.ts';
import { BODY_LIMITS } from './body-limits.ts';
import { problemWire } from './wire.ts';

/** What every route's context holds: the id of the request, which is also in its log lines. */
export type ApiVariables = { Variables: { requestId: string } };

/** A router whose routes are validated and documented by their schemas. */
export type Api = OpenAPIHono<ApiVariables>;

/** Where the fault of a request is: `json`, `query`, `param`. */
type Target = string;

/** A route as it is declared. */
type Declared = { readonly method: string; readonly path: string; readonly [extension: `x-${string}`]: unknown };

/**
 * A router for routes below `/v1`. Each reads its body after `guardOf` has let its caller pass, and within its limit; one without a limit
 * throws here. `codeOf` names the problem of a request that does not fit its schema, `malformed-request` when absent.
 */
export function createApi<E extends Env = ApiVariables>(
  codeOf: (target: Target) => ProblemCode = () => 'malformed-request',
  guardOf?: (route: Declared) => MiddlewareHandler<E>,
): OpenAPIHono<E> {
  const api = new OpenAPIHono<E>({
    defaultHook: (result) => {
      if (!result.success) throw new Problem(codeOf(result.target), { faults: faultsOf(result.error) });
    },
  });
  const { openapi } = api;
  api.openapi = ((route, handler, hook) => {
    const middleware = [...(guardOf ? [guardOf(route)] : []), ...limitOf(route)];
    return openapi({ ...route, middleware }, handler as never, hook as never);
  }) as typeof openapi;
  return api;
}

function limitOf({ method, path }: Declared): readonly MiddlewareHandler[] {
  if (method === 'get') return [];
  const name = `${method.toUpperCase()} ${path}`;
  const limit = BODY_LIMITS[name];
  if (!limit) throw new Error(`no body limit: ${name}`);
  return [admitBody(limit)];
}

/** The body of a route, as JSON. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { body: { content: { 'application/json': { schema } }, required: true } } as const;
}

/** An answer of a route, as JSON. */
export function jsonAnswer<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } } as const;
}

const PROBLEM = { 'application/problem+json': { schema: problemWire } } as const;

/** Every route can refuse: its problems are documented once. A 500 is no answer that anybody may count on, so it is not declared. */
export const REFUSAL = {
  '4XX': {
    description:
      'A problem (RFC 9457), in the language asked for: its `code` says which, and `/problems` lists them all.',
    content: PROBLEM,
  },
  503: { description: 'A problem too: later, after `Retry-After` where it is given.', content: PROBLEM },
} as const;

/** Creates routers whose routes have schemas: a body that does not conform is refused before the handler sees it. */
import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Env, MiddlewareHandler } from 'hono';
import { Problem, type ProblemCode } from '../../problems/problem.ts';
import { faultsOf } from '../../sales/sale-wire.ts';
import { admitBody } from './body.ts';
import { BODY_LIMITS } from './body-limits.ts';
import { problemWire } from './wire.ts';

/** What every route's context holds: the id of the request, which is also in its log lines, and the portal whose own domain it came by. */
export type ApiVariables = { Variables: { requestId: string; ownSlug?: string } };

/** A router whose routes are validated and documented by their schemas. */
export type Api = OpenAPIHono<ApiVariables>;

/** The part of a request that is at fault: `json`, `query` or `param`. */
type Target = string;

/** A declared route. */
type Declared = { readonly method: string; readonly path: string; readonly [extension: `x-${string}`]: unknown };

/**
 * Creates a router for routes below `/v1`. A body is read only after `guardOf` has let the caller pass, and within the route's limit; a
 * route without a limit throws here. `codeOf` names the problem of a request that does not conform to its schema, `malformed-request` by
 * default.
 */
export function createApi<E extends Env = ApiVariables>(
  codeOf: (target: Target) => ProblemCode = () => 'malformed-request',
  guardOf?: (route: Declared) => MiddlewareHandler<E>,
): OpenAPIHono<E> {
  const api = new OpenAPIHono<E>({
    defaultHook: (result) => {
      if (result.success) return;
      // The hook gets what was read although its type does not say so.
      const read = 'data' in result ? result.data : undefined;
      throw new Problem(codeOf(result.target), { faults: faultsOf(result.error, read) });
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

/** Describes a JSON request body. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { body: { content: { 'application/json': { schema } }, required: true } } as const;
}

/** Describes a JSON response. */
export function jsonAnswer<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } } as const;
}

const PROBLEM = { 'application/problem+json': { schema: problemWire } } as const;

/** The responses of refusals, which every route shares. 500 is not declared, because nobody should rely on it. */
export const REFUSAL = {
  '4XX': {
    description:
      'A problem (RFC 9457), in the requested language. Its `code` identifies it, and `/problems` lists all codes.',
    content: PROBLEM,
  },
  503: { description: 'Also a problem. Retry later, after `Retry-After` if it is given.', content: PROBLEM },
} as const;

/** A router whose routes carry their schemas: a body that does not fit is answered before the route sees it. */
import { OpenAPIHono, type z } from '@hono/zod-openapi';
import { Problem } from '../cfdi/problem.ts';
import { faultsOf } from '../sales/sale-wire.ts';
import { problemWire } from './wire.ts';

export type ApiVariables = { Variables: { requestId: string } };
export type Api = OpenAPIHono<ApiVariables>;

export function createApi(): Api {
  return new OpenAPIHono<ApiVariables>({
    defaultHook: (result) => {
      if (!result.success) throw new Problem('malformed-request', { faults: faultsOf(result.error) });
    },
  });
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

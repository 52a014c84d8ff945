/** Writes the actions of all merchant routes to the audit log, in one place. */
import type { Context, Handler } from 'hono';
import { addressOf } from '../api/address.ts';
import { type Audited, audited } from '../api/audited.ts';
import type { Services } from '../api/services.ts';
import type { MerchantVariables } from './auth.ts';

type Declared = { readonly method: string; readonly path: string; readonly [extension: `x-${string}`]: unknown };

/**
 * Wraps a handler so that what it changes is audited. Sales that a key sends are not, since each sale keeps its own history; sales that a person
 * enters are. Reads and previews are logged only on routes marked `x-audited`.
 */
export function auditing(
  services: Services,
  route: Declared,
  handler: Handler<MerchantVariables>,
): Handler<MerchantVariables> {
  if (isLook(route) && route['x-audited'] !== true) return handler;
  const action = `${route.method.toUpperCase()} ${route.path}`;
  return async (c, next) => {
    const isData = route['x-scope'] === 'sales:write' && c.get('principal').kind === 'key';
    if (isData) return handler(c, next);
    const work = async () => (await handler(c, next)) as Response;
    return audited(services, deedOf(services, c, action), work, async (answer) =>
      answer.ok ? { status: answer.status, made: await idOf(answer) } : undefined,
    );
  };
}

function deedOf({ trustProxy }: Services, c: Context<MerchantVariables>, action: string): Audited {
  const { id: actor, tenant } = c.get('principal');
  const target = Object.values(c.req.param())[0];
  return { ...tenant, actor, action, ...(target !== undefined && { target }), address: addressOf(c, trustProxy) };
}

/** Whether a route changes nothing: it reads, or shows what a change would do. */
export function isLook({ method, path }: Pick<Declared, 'method' | 'path'>): boolean {
  return method === 'get' || path.endsWith('/preview');
}

/** The id of what was created, if the answer contains it. */
async function idOf(answer: Response): Promise<string | undefined> {
  if (!answer.headers.get('content-type')?.startsWith('application/json')) return undefined;
  const made = (await answer.clone().json()) as { readonly id?: unknown };
  return typeof made.id === 'string' ? made.id : undefined;
}

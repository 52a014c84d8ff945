/** Writes what a merchant route changed to the audit log: in one place, for all of them. */
import type { Context, Handler } from 'hono';
import { addressOf } from '../api/address.ts';
import type { Services } from '../api/services.ts';
import type { MerchantVariables } from './auth.ts';

type Declared = { readonly method: string; readonly path: string; readonly [extension: `x-${string}`]: unknown };

/**
 * The handler, whose changes are written once they are made. Sales that a key sends are not: they are data, of which each sale keeps its own
 * record; those that a person enters are. Refusals change nothing and are not written either.
 */
export function auditing(
  services: Services,
  route: Declared,
  handler: Handler<MerchantVariables>,
): Handler<MerchantVariables> {
  if (route.method === 'get') return handler;
  const action = `${route.method.toUpperCase()} ${route.path}`;
  return async (c, next) => {
    const answer = (await handler(c, next)) as Response;
    const isData = route['x-scope'] === 'sales:write' && c.get('principal').kind === 'key';
    if (answer.ok && !isData) await write(services, c, action, answer);
    return answer;
  };
}

async function write(services: Services, c: Context<MerchantVariables>, action: string, answer: Response) {
  const { invoicing, seal, trustProxy } = services;
  const { id: actor, tenant } = c.get('principal');
  const target = Object.values(c.req.param())[0] ?? (await idOf(answer));
  const draft = {
    ...{ ...tenant, at: invoicing.now(), actor, action, status: answer.status },
    ...(target !== undefined && { target: target.slice(0, 120) }),
    address: addressOf(c, trustProxy),
  };
  // What was done is done: whoever did it gets the answer, and the operator's log says that the entry is missing.
  await invoicing.store.audit.append(draft, seal).catch(() => invoicing.log('audit.not-written', draft));
}

/** The id of what was made, where the answer says it. */
async function idOf(answer: Response): Promise<string | undefined> {
  if (!answer.headers.get('content-type')?.includes('application/json')) return undefined;
  const made = (await answer.clone().json()) as { readonly id?: unknown };
  return typeof made.id === 'string' ? made.id : undefined;
}

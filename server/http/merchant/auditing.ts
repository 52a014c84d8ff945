/** Writes the actions of all merchant routes to the audit log, in one place. */
import { randomBytes } from 'node:crypto';
import type { Context, Handler } from 'hono';
import type { AuditIntent } from '../../accounts/audit.ts';
import { Problem } from '../../problems/problem.ts';
import { addressOf } from '../api/address.ts';
import type { Services } from '../api/services.ts';
import type { MerchantVariables } from './auth.ts';

type Declared = { readonly method: string; readonly path: string; readonly [extension: `x-${string}`]: unknown };

/**
 * Wraps a handler so that an intent is stored before it runs and an entry once its outcome is known. If the intent cannot be stored, nothing is
 * done; an interrupted action gets an entry that says so. Refused requests change nothing and leave no entry. Neither do sales that a key sends,
 * since each sale keeps its own history; sales that a person enters are logged. Reads and previews are logged only on routes marked `x-audited`.
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
    const { audit } = services.invoicing.store;
    const intent = intentOf(services, c, action);
    await audit.begin(intent);
    try {
      const answer = (await handler(c, next)) as Response;
      if (answer.ok) await finish(services, intent, answer.status, await idOf(answer));
      else await audit.drop(intent.id);
      return answer;
    } catch (error) {
      const status = error instanceof Problem ? error.status : 500;
      if (status < 500) await audit.drop(intent.id).catch(() => {});
      else await finish(services, intent, status);
      throw error;
    }
  };
}

function intentOf({ invoicing, trustProxy }: Services, c: Context<MerchantVariables>, action: string): AuditIntent {
  const { id: actor, tenant } = c.get('principal');
  const target = Object.values(c.req.param())[0];
  return {
    ...{ ...tenant, id: `int_${randomBytes(12).toString('hex')}`, at: invoicing.now(), actor, action },
    ...(target !== undefined && { target: target.slice(0, 120) }),
    address: addressOf(c, trustProxy),
  };
}

/** Whether a route changes nothing: it reads, or shows what a change would do. */
export function isLook({ method, path }: Pick<Declared, 'method' | 'path'>): boolean {
  return method === 'get' || path.endsWith('/preview');
}

/** Completes the intent. The caller gets the answer in any case: if the entry cannot be written now, the intent becomes one later. */
async function finish({ invoicing, seal }: Services, intent: AuditIntent, status: number, made?: string) {
  const target = intent.target ?? made;
  const { audit } = invoicing.store;
  await audit
    .enterInterrupted(intent.merchantId, invoicing.now(), seal)
    .then(() => audit.finish(intent, { status, ...(target !== undefined && { target: target.slice(0, 120) }) }, seal))
    .catch(() => invoicing.log('audit.not-finished', { ...intent, status }));
}

/** The id of what was created, if the answer contains it. */
async function idOf(answer: Response): Promise<string | undefined> {
  if (!answer.headers.get('content-type')?.startsWith('application/json')) return undefined;
  const made = (await answer.clone().json()) as { readonly id?: unknown };
  return typeof made.id === 'string' ? made.id : undefined;
}

/** Authenticates the caller of a merchant route: a scoped key of one merchant in one world, or a person at one of their merchants. */
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { hashApiKey } from '../../merchants/api-key.ts';
import { branchLimit } from '../../merchants/branch-limit.ts';
import type { ApiKey, Scope } from '../../merchants/merchant.ts';
import { type Principal, principalOfKey, principalOfPerson } from '../../merchants/principal.ts';
import type { World } from '../../merchants/tenant.ts';
import { type Fault, Problem } from '../../problems/problem.ts';
import { assertSteppedUp, sessionOf } from '../accounts/person-api.ts';
import { sessionSecretOf } from '../accounts/session-cookie.ts';
import type { ApiVariables } from '../api/api.ts';
import type { Services } from '../api/services.ts';

/** The context of a merchant route. */
export type MerchantVariables = { Variables: ApiVariables['Variables'] & { principal: Principal } };

/**
 * What a route requires of its caller. Only people can step up. `byBranch` routes themselves restrict a limited cashier to their branches;
 * all others are closed to them.
 */
export type RequiredRight = { readonly scope: Scope; readonly stepUp: boolean; readonly byBranch: boolean };

/** Creates middleware that lets a caller with the scope pass, at most 50 times a second; anybody else gets `unauthorized`, `forbidden` or `not-your-role`. */
export function requireScope(services: Services, required: RequiredRight) {
  return createMiddleware<MerchantVariables>(async (c, next) => {
    const authorization = c.req.header('authorization');
    const isPerson = authorization === undefined && sessionSecretOf(c, services) !== undefined;
    c.set(
      'principal',
      isPerson
        ? await personWithScope(services, c, required)
        : await keyWithScope(services, authorization ?? '', required),
    );
    await next();
  });
}

/** Whether the caller of a route that customers use too is a merchant. A caller who presents credentials is judged by them. */
export function bringsRight(c: Context): boolean {
  return c.req.header('authorization') !== undefined || c.req.header('x-autofactura-merchant') !== undefined;
}

async function keyWithScope(services: Services, authorization: string, { scope }: RequiredRight): Promise<Principal> {
  const [, secret] = /^Bearer (sk_(?:test|live)_[\w-]{43})$/.exec(authorization) ?? [];
  const { store, now } = services.invoicing;
  const key = secret === undefined ? undefined : await store.merchants.findApiKey(hashApiKey(secret));
  const principal = key && principalOfKey(key, now());
  if (!key || !principal) throw new Problem('unauthorized');
  if (!principal.scopes.includes(scope)) throw new Problem('forbidden', { params: { scope } });
  await services.limits.countKeyUse(key.id);
  if (now() - (key.lastUsedAt ?? 0) >= USE_NOTED_MS) await noteUse(services, key, now());
  return principal;
}

/** Authenticates the person of the cookie, at the merchant and in the world that the headers name. */
async function personWithScope(services: Services, c: Context, required: RequiredRight): Promise<Principal> {
  const open = await sessionOf(services, c);
  const { store } = services.invoicing;
  const merchantId = c.req.header('x-autofactura-merchant') ?? '';
  const world = c.req.header('x-autofactura-world') ?? '';
  const faults = [...missing(merchantId !== '', 'Merchant'), ...missing(isWorld(world), 'World')];
  if (faults.length > 0 || !isWorld(world)) throw new Problem('malformed-request', { faults });
  const post = await store.accounts.postOf(open.person.id, merchantId);
  if (post === undefined) throw new Problem('not-your-merchant');
  const limit = branchLimit(post.branches, post.branches ? await store.merchants.listBranches(merchantId) : []);
  const principal = principalOfPerson(open.person.id, { merchantId, world }, { role: post.role, limit });
  if (!principal.scopes.includes(required.scope)) throw new Problem('not-your-role');
  if (limit && !required.byBranch) throw new Problem('not-your-branch');
  if (required.stepUp) assertSteppedUp(services, c, open);
  return principal;
}

function isWorld(text: string): text is World {
  return text === 'test' || text === 'live';
}

/** The problem of a missing header. A header is not part of the body, so the fault is named after it. */
function missing(isThere: boolean, header: 'Merchant' | 'World'): readonly Fault[] {
  return isThere ? [] : [{ code: 'required', pointer: `/X-Autofactura-${header}` }];
}

/** A busy key's last use is written at most once a minute. */
const USE_NOTED_MS = 60_000;

/** Records the use of a key. The caller is served even if that fails, as on a full disk. */
async function noteUse({ invoicing }: Services, { id }: ApiKey, at: number): Promise<void> {
  await invoicing.store.merchants.noteKeyUse(id, at).catch(() => invoicing.log('key.use-not-noted', { key: id }));
}

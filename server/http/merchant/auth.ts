/** Who is calling a merchant route: a scoped key of one merchant in one world. */
import { createMiddleware } from 'hono/factory';
import { hashApiKey } from '../../merchants/api-key.ts';
import type { ApiKey, Scope } from '../../merchants/merchant.ts';
import { type Principal, principalOfKey } from '../../merchants/principal.ts';
import { Problem } from '../../problems/problem.ts';
import type { ApiVariables } from '../api/api.ts';
import type { Services } from '../api/services.ts';

/** What a merchant route finds in its context. */
export type MerchantVariables = { Variables: ApiVariables['Variables'] & { principal: Principal } };

/** Lets a caller with the scope pass, a key at most 50 times a second; anybody else is `unauthorized` or `forbidden`. */
export function requireScope(services: Services, scope: Scope) {
  return createMiddleware<MerchantVariables>(async (c, next) => {
    c.set('principal', await keyWithScope(services, c.req.header('authorization') ?? '', scope));
    await next();
  });
}

async function keyWithScope(services: Services, authorization: string, scope: Scope): Promise<Principal> {
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

/** One use a minute is written for a busy key. */
const USE_NOTED_MS = 60_000;

/** A caller with a good key is served even when its use cannot be written, as on a full disk. */
async function noteUse({ invoicing }: Services, { id }: ApiKey, at: number): Promise<void> {
  await invoicing.store.merchants.noteKeyUse(id, at).catch(() => invoicing.log('key.use-not-noted', { key: id }));
}

/** Who is calling: a scoped key of one merchant in one world. */
import { createMiddleware } from 'hono/factory';
import { hashApiKey } from '../../merchants/api-key.ts';
import { type ApiKey, isLive, type Scope } from '../../merchants/merchant.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { Problem } from '../../problems/problem.ts';
import type { ApiVariables } from '../api/api.ts';
import type { Services } from '../api/services.ts';

export type KeyVariables = { Variables: ApiVariables['Variables'] & { key: ApiKey } };

/** Lets a live key with the scope pass, at most 50 requests a second; anything else is `unauthorized` or `forbidden`. */
export function requireScope(services: Services, scope: Scope) {
  return createMiddleware<KeyVariables>(async (c, next) => {
    const [, key] = /^Bearer (sk_(?:test|live)_[\w-]{43})$/.exec(c.req.header('authorization') ?? '') ?? [];
    const found = key === undefined ? undefined : await services.invoicing.store.merchants.findApiKey(hashApiKey(key));
    const now = services.invoicing.now();
    if (!found || !isLive(found, now)) throw new Problem('unauthorized');
    if (!found.scopes.includes(scope)) throw new Problem('forbidden', { params: { scope } });
    await services.limits.countKeyUse(found.id);
    if (now - (found.lastUsedAt ?? 0) >= USE_NOTED_MS) await noteUse(services, found, now);
    c.set('key', found);
    await next();
  });
}

/** Of a busy key one use a minute is written. */
const USE_NOTED_MS = 60_000;

/** Whoever has a good key is served even when its use cannot be written, as on a full disk. */
async function noteUse({ invoicing }: Services, { id }: ApiKey, at: number): Promise<void> {
  await invoicing.store.merchants.noteKeyUse(id, at).catch(() => invoicing.log('key.use-not-noted', { key: id }));
}

/** The tenant a key speaks for: its merchant, in its world and no other. */
export function tenantOfKey({ merchantId, world }: ApiKey): Tenant {
  return { merchantId, world };
}

/** A merchant's API keys: shown once when created, listed without their secret, and revoked immediately. */
import { z } from '@hono/zod-openapi';
import { describeApiKey } from '../../merchants/api-key.ts';
import { createKey } from '../../merchants/create-key.ts';
import { SCOPES } from '../../merchants/merchant.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, guardedRoute, merchantRoute } from './merchant-api.ts';

const scope = z.enum(SCOPES);
const time = z.string().openapi({ format: 'date-time' });

/** An API key on the wire, without its secret. */
export const keyWire = z
  .object({
    id: z.string(),
    name: z.string().optional(),
    world: z.enum(['test', 'live']),
    scopes: z.array(scope),
    createdAt: time.optional(),
    expiresAt: time.optional(),
    revokedAt: time.optional(),
    lastUsedAt: time.optional().openapi({ description: 'Accurate to the minute.' }),
  })
  .openapi('ApiKey');

/** A key that was just created: the only answer with its secret. */
export const newKeyWire = keyWire.extend({ key: z.string() });

const newKey = z
  .strictObject({
    name: z.string().trim().min(1).max(80).optional(),
    scopes: z.array(scope).min(1).max(SCOPES.length),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
  })
  .openapi('NewApiKey');

const about = { tags: ['Keys'] };
const list = merchantRoute('keys:read', {
  ...{ ...about, method: 'get', path: '/keys', summary: 'List the API keys of this world, newest first' },
  description: 'Includes revoked and expired keys, at most 200. Secrets are not stored.',
  responses: { 200: jsonAnswer(z.object({ keys: z.array(keyWire) }), 'The keys.'), ...REFUSAL },
});
const create = guardedRoute('keys:write', {
  ...{ ...about, method: 'post', path: '/keys', summary: 'Create an API key', request: jsonBody(newKey) },
  description:
    'The key belongs to the caller’s world. Its scopes and lifetime cannot exceed the caller’s own. `key` is shown only once.',
  responses: { 201: jsonAnswer(newKeyWire, 'Created.'), ...REFUSAL },
});
const revoke = guardedRoute('keys:write', {
  ...{ ...about, method: 'delete', path: '/keys/{id}', summary: 'Revoke an API key' },
  description: 'It stops working with the next request, on every server.',
  request: { params: z.object({ id: z.string().max(80) }) },
  responses: { 204: { description: 'Revoked.' }, ...REFUSAL },
});

/** The routes `/keys`: list, create and revoke. No key can grant more, or last longer, than whatever created it. */
export function keyRoutes(services: Services) {
  const { store, now, log } = services.invoicing;
  const api = createMerchantApi(services);
  api.openapi(list, async (c) => {
    const keys = await store.merchants.listApiKeys(c.get('principal').tenant);
    return c.json({ keys: keys.map(describeApiKey) }, 200);
  });
  api.openapi(create, async (c) => {
    const own = c.get('principal');
    const { key, secret } = await createKey(services.invoicing, own, c.req.valid('json'));
    log('key.created', { by: own.id, key: key.id });
    c.header('cache-control', 'no-store');
    return c.json({ ...describeApiKey(key), key: secret }, 201);
  });
  api.openapi(revoke, async (c) => {
    const { id } = c.req.valid('param');
    const outcome = await store.merchants.revokeApiKey(c.get('principal').tenant, id, now());
    if (outcome === 'unknown') throw new Problem('unknown-resource');
    log('key.revoked', { by: c.get('principal').id, key: id });
    return c.body(null, 204);
  });
  return api;
}

/** The merchant's accounts with PACs: put, tried, removed; credentials go in and never come out. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { Problem } from '../cfdi/problem.ts';
import { forgetAccountTrouble } from '../invoicing/pac-health.ts';
import type { PacAccount } from '../pac/pacs.ts';
import { faultsOf } from '../sales/sale-wire.ts';
import { jsonAnswer, jsonBody, REFUSAL } from './api.ts';
import { type KeyVariables, requireScope, tenantOfKey } from './auth.ts';
import type { Services } from './services.ts';

const params = z.object({ pac: z.string().max(40) });
const path = '/pac-accounts/{pac}';
const security = [{ key: [] }];
const tags = ['Pac'];

const account = z
  .object({
    pac: z.string(),
    name: z.string(),
    position: z.int().openapi({ description: '0 stamps; 1 takes what was certainly never sent to the first.' }),
    since: z.string(),
  })
  .openapi('PacAccount');

const upload = z
  .strictObject({
    credentials: z.record(z.string(), z.string().max(4_000)).openapi({
      description: `finkok: username, password · sw: user, password or token · prodigia: user, password, contrato · diverza: id, token`,
    }),
    position: z.int().min(0).max(1).default(0),
  })
  .openapi('PacAccountUpload');

const connection = z
  .object({
    status: z.enum(['ok', 'refused', 'unavailable']),
    credit: z.int().optional().openapi({ description: 'Stamps left, where the PAC tells.' }),
    reason: z.string().optional(),
  })
  .openapi('PacConnection');

const list = createRoute({
  method: 'get',
  path: '/pac-accounts',
  tags,
  summary: 'The PACs that stamp, in order',
  security,
  responses: { 200: jsonAnswer(z.object({ accounts: z.array(account) }), 'The accounts.'), ...REFUSAL },
});
const put = createRoute({
  method: 'put',
  path,
  tags,
  summary: 'Set the account with a PAC',
  description:
    'Kept encrypted and never answered. A second PAC takes only documents that were never sent to the first.',
  security,
  request: { params, ...jsonBody(upload) },
  responses: { 200: jsonAnswer(account, 'The account as it is now.'), ...REFUSAL },
});
const remove = createRoute({
  method: 'delete',
  path,
  tags,
  summary: 'Forget the account with a PAC',
  security,
  request: { params },
  responses: { 204: { description: 'Forgotten.' }, ...REFUSAL },
});
const test = createRoute({
  method: 'post',
  path: `${path}/test`,
  tags,
  summary: 'Try the account without spending a stamp',
  security,
  request: { params },
  responses: { 200: jsonAnswer(connection, 'What the PAC said.'), ...REFUSAL },
});

const TEST_DEADLINE_MS = 15_000;

export function pacAccountRoutes(services: Services) {
  const { pacAccounts, invoicing } = services;
  const api = new OpenAPIHono<KeyVariables>({
    defaultHook: (result) => {
      if (!result.success) throw new Problem('malformed-request', { faults: faultsOf(result.error) });
    },
  });
  api.get('/pac-accounts', requireScope(services, 'settings:read'));
  api.on(['PUT', 'DELETE'], '/pac-accounts/:pac', requireScope(services, 'settings:write'));
  api.post('/pac-accounts/:pac/test', requireScope(services, 'settings:write'));

  api.openapi(list, async (c) => {
    const accounts = await pacAccounts.list(tenantOfKey(c.get('key')));
    return c.json({ accounts: accounts.map(wireOf) }, 200);
  });
  api.openapi(put, async (c) => {
    const { pac } = c.req.valid('param');
    const { credentials, position } = c.req.valid('json');
    const account = { credentials, position, now: invoicing.now() };
    const tenant = tenantOfKey(c.get('key'));
    const put = await pacAccounts.put(tenant, pac, account);
    if (put.kind === 'unknown-pac') throw new Problem('unknown-resource');
    if (put.kind === 'malformed') {
      const faults = put.fields.map((field) => ({ code: 'malformed', pointer: `/credentials/${field}` }));
      throw new Problem('malformed-request', { faults });
    }
    await forgetAccountTrouble(invoicing, tenant, pac);
    return c.json(wireOf(put.account), 200);
  });
  api.openapi(remove, async (c) => {
    const removed = await pacAccounts.remove(tenantOfKey(c.get('key')), c.req.valid('param').pac);
    if (removed === 'unknown') throw new Problem('unknown-resource');
    if (removed === 'in-use') throw new Problem('pac-in-use');
    return c.body(null, 204);
  });
  api.openapi(test, async (c) => {
    const pacs = await pacAccounts.of(tenantOfKey(c.get('key')));
    const pac = pacs.find(({ capabilities }) => capabilities.id === c.req.valid('param').pac);
    if (!pac) throw new Problem('unknown-resource');
    const reply = await pac.testConnection(AbortSignal.timeout(TEST_DEADLINE_MS));
    if (reply.kind === 'ok')
      return c.json({ status: reply.kind, ...(reply.credit !== undefined && { credit: reply.credit }) }, 200);
    return c.json({ status: reply.kind, reason: reply.kind === 'refused' ? reply.account : reply.reason }, 200);
  });
  return api;
}

function wireOf({ since, ...account }: PacAccount) {
  return { ...account, since: new Date(since).toISOString() };
}

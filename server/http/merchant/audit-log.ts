/** What was done at a merchant, for its owners and accountants. */
import { z } from '@hono/zod-openapi';
import { checkAudit } from '../../accounts/audit.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const entry = z
  .object({
    position: z.int().openapi({ description: 'From 1 on, without gaps.' }),
    at: z.string().openapi({ format: 'date-time' }),
    world: z.enum(['test', 'live']),
    actor: z.string().openapi({ description: 'The id of a person or of an API key.' }),
    action: z.string().openapi({ example: 'POST /keys' }),
    target: z.string().optional().openapi({ description: 'Which one it was done to.' }),
    status: z.int(),
    address: z.string().openapi({ description: 'The network it was done from.' }),
    seal: z.string().openapi({ description: 'Seals the entry together with the one before it.' }),
  })
  .openapi('AuditEntry');

const list = merchantRoute('audit:read', {
  ...{ method: 'get', path: '/audit-log', tags: ['Audit'], summary: 'What was done, newest first' },
  description: 'Of both worlds: changes by people and by keys, but for the sales that keys send. It holds no secrets.',
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      before: z.coerce.number().int().min(1).optional().openapi({ description: 'The `next` of the page before.' }),
    }),
  },
  responses: {
    200: jsonAnswer(z.object({ entries: z.array(entry), next: z.int().optional() }), 'A page.'),
    ...REFUSAL,
  },
});
const check = merchantRoute('audit:read', {
  ...{ method: 'get', path: '/audit-log/check', tags: ['Audit'], summary: 'Whether the log is as it was written' },
  description: 'Keep `head` somewhere else: a log that was cut off later no longer has that seal.',
  responses: {
    200: jsonAnswer(
      z
        .object({
          isIntact: z.boolean(),
          entries: z.int().openapi({ description: 'How many are good.' }),
          brokenAt: z.int().optional().openapi({ description: 'The first that is not as it was written.' }),
          head: z.string().optional().openapi({ description: 'The last seal.' }),
        })
        .openapi('AuditCheck'),
      'Every entry was read.',
    ),
    ...REFUSAL,
  },
});

/** The log and its check. */
export function auditLogRoutes(services: Services) {
  const { audit } = services.invoicing.store;
  const api = createMerchantApi(services);
  api.openapi(list, async (c) => {
    const { limit, before } = c.req.valid('query');
    const { merchantId } = c.get('principal').tenant;
    const listed = await audit.list(merchantId, { limit, ...(before !== undefined && { before }) });
    const entries = listed.map(({ merchantId: _, at, ...rest }) => ({ ...rest, at: new Date(at).toISOString() }));
    const next = listed.length === limit ? listed.at(-1)?.position : undefined;
    return c.json({ entries, ...(next !== undefined && next > 1 && { next }) }, 200);
  });
  api.openapi(check, async (c) => {
    const checked = await checkAudit(audit, c.get('principal').tenant.merchantId, services.seal);
    return c.json({ isIntact: checked.brokenAt === undefined, ...checked }, 200);
  });
  return api;
}

/** What the merchant should know or do: low credit, an expiring CSD, a refusal that is theirs to put right. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { NOTICE_KINDS } from '../../db/provider-store.ts';
import { noticeText } from '../cfdi/notice-texts.ts';
import { jsonAnswer, REFUSAL } from './api.ts';
import { type KeyVariables, requireScope, tenantOfKey } from './auth.ts';
import { languageOf } from './problems.ts';
import type { Services } from './services.ts';

const notice = z
  .object({
    kind: z.enum(NOTICE_KINDS),
    subject: z.string().openapi({ description: 'A PAC, a noCertificado, an invoice’s id.' }),
    params: z.record(z.string(), z.string()),
    detail: z.string(),
    since: z.string(),
  })
  .openapi('Notice');

const list = createRoute({
  method: 'get',
  path: '/notices',
  tags: ['Notices'],
  summary: 'What is amiss now, newest first',
  security: [{ key: [] }],
  responses: { 200: jsonAnswer(z.object({ notices: z.array(notice) }), 'At most 100.'), ...REFUSAL },
});

const LISTED = 100;

export function noticeRoutes(services: Services) {
  const api = new OpenAPIHono<KeyVariables>();
  api.get('/notices', requireScope(services, 'settings:read'));
  api.openapi(list, async (c) => {
    const language = languageOf(c);
    const notices = await services.invoicing.store.notices.list(tenantOfKey(c.get('key')), LISTED);
    const worded = notices.map(({ kind, subject, params, since }) => ({
      kind,
      subject,
      params: { ...params },
      detail: noticeText(kind, { pac: subject, source: subject, ...params }, language),
      since: new Date(since).toISOString(),
    }));
    return c.json({ notices: worded }, 200);
  });
  return api;
}

/** What the merchant should know or do: low credit, an expiring CSD, or a refusal that they must fix. Listed, and what only informs taken off. */
import { z } from '@hono/zod-openapi';
import { aboutOf } from '../../delivery/about.ts';
import type { Scope } from '../../merchants/merchant.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { INFORMING, isInforming } from '../../notices/informing.ts';
import { NOTICE_KINDS, type Notice } from '../../notices/notice-store.ts';
import { aboutText } from '../../problems/about-text.ts';
import { noticeText } from '../../problems/notice-texts.ts';
import type { Language } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { ProxyWatch } from '../api/proxy-watch.ts';
import type { Services } from '../api/services.ts';
import { teamPageUrl } from '../pages/team-page.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

/** A notice as the API answers it. */
export const noticeWire = z
  .object({
    kind: z.enum([...NOTICE_KINDS, 'proxy-not-trusted']),
    subject: z
      .string()
      .openapi({ description: 'What the notice is about: a PAC, a noCertificado, the id of an invoice, or `server`.' }),
    params: z.record(z.string(), z.string()),
    detail: z.string().openapi({ description: 'The notice in words, with the purchase, its total and the customer.' }),
    link: z
      .string()
      .optional()
      .openapi({ description: 'A page about the invoice or sale that a person can open without a key, for 30 days.' }),
    since: z.string(),
    informs: z.boolean().openapi({
      description: 'Whether it only informs, and so stays until `POST /notices/dismiss`. Any other resolves itself.',
    }),
  })
  .openapi('Notice');

const list = merchantRoute('settings:read', {
  method: 'get',
  path: '/notices',
  tags: ['Notices'],
  summary: 'List open notices, newest first',
  description:
    'Those about an invoice or a request also require the scope `invoices:read`, and those about a sale `sales:read`.',
  responses: { 200: jsonAnswer(z.object({ notices: z.array(noticeWire) }), 'At most 100.'), ...REFUSAL },
});

const dismiss = merchantRoute('settings:write', {
  method: 'post',
  path: '/notices/dismiss',
  tags: ['Notices'],
  summary: 'Take a notice that only informs off the list',
  description: 'It comes back if the same happens again. Does nothing if it is not on the list.',
  request: jsonBody(z.object({ kind: z.enum(INFORMING), subject: z.string().min(1).max(200) })),
  responses: { 204: { description: 'It is not on the list.' }, ...REFUSAL },
});

const LISTED = 100;

/** The routes `/notices`. A notice about an invoice, a request or a sale also needs the scope to read that. */
export function noticeRoutes(services: Services, proxy: ProxyWatch) {
  const api = createMerchantApi(services);
  api.openapi(list, async (c) => {
    const { tenant, scopes } = c.get('principal');
    const language = languageOf(c);
    const notices = await services.invoicing.store.notices.list(tenant, LISTED);
    const seen = notices.filter(({ subject }) => {
      const scope = scopeOf(subject);
      return scope === undefined || scopes.includes(scope);
    });
    const names = await namesOf(services, tenant);
    const context = { services, tenant, names, language };
    const worded = await Promise.all(seen.map((notice) => noticeView(context, notice)));
    return c.json({ notices: [...ofServer(proxy, language), ...worded] }, 200);
  });
  api.openapi(dismiss, async (c) => {
    const { kind, subject } = c.req.valid('json');
    const { store, now } = services.invoicing;
    await store.notices.resolve(c.get('principal').tenant, kind, subject, now());
    return c.body(null, 204);
  });
  return api;
}

/** Notices about the server itself, which is often the merchant's own. */
function ofServer(proxy: ProxyWatch, language: Language): readonly z.output<typeof noticeWire>[] {
  const [since, kind] = [proxy.since(), 'proxy-not-trusted' as const];
  if (since === undefined) return [];
  const detail = noticeText(kind, {}, language);
  return [{ kind, subject: 'server', params: {}, detail, since: new Date(since).toISOString(), informs: false }];
}

type NoticeContext = {
  readonly services: Services;
  readonly tenant: Tenant;
  readonly names: ReadonlyMap<string, string>;
  readonly language: Language;
};

async function noticeView(
  { services, tenant, names, language }: NoticeContext,
  { kind, subject, params, since }: Notice,
) {
  const text = noticeText(kind, named({ pac: subject, source: subject, ...params }, names), language);
  const about = await aboutOf(services.invoicing.store, tenant, subject);
  const { now } = services.invoicing;
  return {
    ...{ kind, subject, params: { ...params }, since: new Date(since).toISOString() },
    informs: isInforming(kind),
    detail: about ? `${text} ${aboutText(about, language)}` : text,
    ...(about && { link: teamPageUrl(services, { tenant, subject }, now()) }),
  };
}

/** The scope that a notice needs besides its own, by the prefix of its subject: invoices and requests name customers, sales what was sold. */
function scopeOf(subject: string): Scope | undefined {
  return SCOPES_OF[subject.split('_', 1)[0] ?? ''];
}

const SCOPES_OF: Readonly<Record<string, Scope>> = { inv: 'invoices:read', req: 'invoices:read', sale: 'sales:read' };

/** The names of providers, as merchants know them. */
async function namesOf(
  { pacAccounts, registryAccounts }: Services,
  tenant: Tenant,
): Promise<ReadonlyMap<string, string>> {
  const accounts = await Promise.all([pacAccounts.list(tenant), registryAccounts.list(tenant)]);
  return new Map(accounts.flat().map(({ provider, name }) => [provider, name]));
}

function named(params: Readonly<Record<string, string>>, names: ReadonlyMap<string, string>): Record<string, string> {
  const { pac = '', source = '' } = params;
  return { ...params, pac: names.get(pac) ?? pac, source: names.get(source) ?? source };
}

/** A portal's own domain: claimed, checked and released by its merchant. */
import { z } from '@hono/zod-openapi';
import { claimDomain, lookAgain } from '../../portals/claim-domain.ts';
import { type PortalDomain, proofOf } from '../../portals/domain.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, guardedRoute, merchantRoute } from './merchant-api.ts';
import { ownPortal } from './own-portal.ts';

const record = z.object({ type: z.enum(['CNAME', 'TXT']), name: z.string(), value: z.string() });
/** A portal's own domain as the API answers it. */
export const domainWire = z
  .object({
    id: z.string(),
    host: z.string(),
    url: z.string(),
    portal: z.string(),
    state: z.enum(['pending', 'verified', 'active', 'failing']).openapi({
      description:
        'pending: not yet proven to be yours, or not yet leading here · verified: both, and waiting for its first answer over https · active: it works, and links, mails and QR codes use it · failing: it used to work; links use the server’s own address again.',
    }),
    checks: z
      .object({
        txt: z.enum(['ok', 'missing', 'other', 'taken', 'unknown']),
        points: z.enum(['ok', 'nowhere', 'elsewhere', 'unknown']),
        answers: z.enum(['ok', 'no-answer', 'certificate', 'other-server', 'private-address', 'untried']),
      })
      .openapi({ description: 'What the last check found; absent before the first.' })
      .optional(),
    records: z.array(record).openapi({ description: 'The records that your DNS needs.' }),
    createdAt: z.string(),
    checkedAt: z.string().optional(),
    nextCheckAt: z.string().optional(),
    activeSince: z.string().optional(),
    failingSince: z.string().optional(),
  })
  .openapi('Domain');

const claim = z
  .strictObject({
    host: z.string().max(255).openapi({ example: 'factura.tuempresa.com' }),
    portal: z.string().max(80).openapi({ description: 'The slug of the portal that it opens.' }),
  })
  .openapi('NewDomain');

const about = { tags: ['Settings'] };
const one = { params: z.object({ id: z.string().max(80) }) };
const list = merchantRoute('settings:read', {
  ...{ ...about, method: 'get', path: '/domains', summary: 'List your own domains and their state' },
  responses: { 200: jsonAnswer(z.object({ domains: z.array(domainWire) }), 'In order of creation.'), ...REFUSAL },
});
const add = guardedRoute('settings:write', {
  ...{ ...about, method: 'post', path: '/domains', summary: 'Add a domain of your own to a portal' },
  description:
    'Add its `records` to your DNS; they are checked every 30 seconds at first, later less often, but at least once a day. A domain that was proven to be yours stays yours: nobody else on this server can have it, even after you release it.',
  request: jsonBody(claim),
  responses: { 201: jsonAnswer(domainWire, 'Claimed.'), ...REFUSAL },
});
const check = merchantRoute('settings:write', {
  ...{ ...about, method: 'post', path: '/domains/{id}/check', summary: 'Check a domain now', request: one },
  responses: { 202: jsonAnswer(domainWire, 'It is checked within seconds.'), ...REFUSAL },
});
const remove = guardedRoute('settings:write', {
  ...{ ...about, method: 'delete', path: '/domains/{id}', summary: 'Release a domain', request: one },
  description: 'Links use the server’s own address again, and printed links with the domain stop working.',
  responses: { 204: { description: 'Released.' }, ...REFUSAL },
});

/** The routes `/domains`: add, list, check and release a portal's own domain. */
export function domainRoutes(services: Services) {
  const { store } = services.invoicing;
  const api = createMerchantApi(services, () => 'invalid-settings');
  api.openapi(list, async (c) => {
    const domains = await store.domains.list(c.get('principal').tenant);
    return c.json({ domains: domains.map((domain) => viewOf(services, domain)) }, 200);
  });
  api.openapi(add, async (c) => {
    const { tenant } = c.get('principal');
    const wanted = c.req.valid('json');
    const portal = await ownPortal(services, wanted.portal, tenant);
    const ownHost = new URL(services.publicUrl).hostname;
    const added = await claimDomain(services.invoicing, portal, wanted.host, ownHost);
    return c.json(viewOf(services, added), 201);
  });
  api.openapi(check, async (c) => {
    const domain = await lookAgain(services.invoicing, c.get('principal').tenant, c.req.valid('param').id);
    return c.json(viewOf(services, domain), 202);
  });
  api.openapi(remove, async (c) => {
    const outcome = await store.domains.release(c.get('principal').tenant, c.req.valid('param').id);
    if (outcome === 'unknown') throw new Problem('unknown-resource');
    return c.body(null, 204);
  });
  return api;
}

function viewOf({ links, publicUrl }: Services, domain: PortalDomain): z.output<typeof domainWire> {
  const { id, host, slug, state, findings, checkedAt, nextAt, activeAt, failingSince, createdAt } = domain;
  const { name, value } = proofOf(domain);
  const instant = (at: number): string => new Date(at).toISOString();
  return {
    ...{ id, host, url: links.page({ slug, host }), portal: slug },
    state: state === 'released' ? 'pending' : state,
    ...(checkedAt !== undefined && { checks: findings, checkedAt: instant(checkedAt) }),
    records: [
      { type: 'CNAME', name: host, value: new URL(publicUrl).hostname },
      { type: 'TXT', name, value },
    ],
    createdAt: instant(createdAt),
    ...(nextAt !== undefined && { nextCheckAt: instant(nextAt) }),
    ...(state === 'active' && activeAt !== undefined && { activeSince: instant(activeAt) }),
    ...(failingSince !== undefined && { failingSince: instant(failingSince) }),
  };
}

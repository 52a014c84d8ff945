/** A merchant's portals in one world: listing, creating and renaming. Their settings have a route of their own. */
import { z } from '@hono/zod-openapi';
import { addPortal, renamePortal } from '../../portals/create-portal.ts';
import type { Portal } from '../../portals/portal.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownPortal } from './own-portal.ts';

/** A portal in its merchant's list. */
export const portalOfMerchantWire = z
  .object({
    slug: z.string(),
    url: z.string(),
    world: z.enum(['test', 'live']),
    title: z.string(),
    enabled: z.boolean(),
  })
  .openapi('PortalOfMerchant');

const slug = z.string().max(80).openapi({
  example: 'cafe-luna',
  description:
    'The portal’s path on the server. A former path keeps leading to the portal, and no other merchant can take it.',
});
const newPortal = z.strictObject({ slug: slug.optional() }).openapi('NewPortal');
const portalPatch = z.strictObject({ slug }).openapi('PortalPatch');

const about = { tags: ['Settings'] };
const list = merchantRoute('settings:read', {
  ...{ ...about, method: 'get', path: '/portals', summary: 'List your portals in this world' },
  responses: { 200: jsonAnswer(z.object({ portals: z.array(portalOfMerchantWire) }), 'The portals.'), ...REFUSAL },
});
const add = merchantRoute('settings:write', {
  ...{ ...about, method: 'post', path: '/portals', summary: 'Create a portal', request: jsonBody(newPortal) },
  description:
    'It works immediately; `/portals/{slug}/settings` changes its look and the fields it asks for. In the live world you need `POST /merchant/go-live` first.',
  responses: { 201: jsonAnswer(portalOfMerchantWire, 'Created.'), ...REFUSAL },
});
const patch = merchantRoute('settings:write', {
  ...{ ...about, method: 'patch', path: '/portals/{slug}', summary: 'Change a portal’s address' },
  request: { params: z.object({ slug: z.string().max(80) }), ...jsonBody(portalPatch) },
  responses: { 200: jsonAnswer(portalOfMerchantWire, 'The portal as it is now.'), ...REFUSAL },
});

/** The routes `/portals` of a merchant: list, create, and change the slug. */
export function merchantPortalRoutes(services: Services) {
  const { store } = services.invoicing;
  const api = createMerchantApi(services, () => 'invalid-settings');
  api.openapi(list, async (c) => {
    const { merchantId, world } = c.get('principal').tenant;
    const portals = await store.portals.listPortals(merchantId);
    const own = portals.filter((portal) => portal.world === world);
    return c.json({ portals: own.map((portal) => describePortal(services, portal)) }, 200);
  });
  api.openapi(add, async (c) => {
    const { merchantId, world } = c.get('principal').tenant;
    const merchant = await store.merchants.getMerchant(merchantId);
    if (!merchant) throw new Problem('unknown-resource');
    const portal = await addPortal(store, merchant, { world, slug: c.req.valid('json').slug });
    return c.json(describePortal(services, portal), 201);
  });
  api.openapi(patch, async (c) => {
    const portal = await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant);
    const renamed = await renamePortal(store.portals, portal, c.req.valid('json').slug);
    return c.json(describePortal(services, renamed), 200);
  });
  return api;
}

/** Builds the merchant's view of a portal in the list. */
export function describePortal({ links }: Services, portal: Portal): z.output<typeof portalOfMerchantWire> {
  const { slug, world, settings } = portal;
  return { slug, url: links.page(portal), world, title: settings.title, enabled: settings.enabled };
}

/** The public routes of a portal: what it asks for, opening a link, and the funnel. */
import { createRoute, z } from '@hono/zod-openapi';
import { addressOf } from '../api/address.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { eventWire, foundSaleWire, portalWire } from '../api/wire.ts';
import { deadlineContext } from './deadline-view.ts';
import { findOpenPortal, findPortal, merchantOf, saleOfToken, tenantOf } from './portal-context.ts';
import { portalView, saleView, ticketView } from './public-views.ts';

const slug = z.object({ slug: z.string().max(80) });
const token = slug.extend({ token: z.string().max(600) });

const show = createRoute({
  method: 'get',
  path: '/portals/{slug}',
  tags: ['Portal'],
  summary: 'Get a portal’s public settings',
  request: { params: slug },
  responses: { 200: jsonAnswer(portalWire, 'The portal.'), ...REFUSAL },
});
const open = createRoute({
  method: 'get',
  path: '/portals/{slug}/sales/{token}',
  tags: ['Portal'],
  summary: 'Get the sale of a link or QR',
  request: { params: token },
  responses: { 200: jsonAnswer(foundSaleWire, 'The sale.'), ...REFUSAL },
});
const event = createRoute({
  method: 'post',
  path: '/portals/{slug}/events',
  tags: ['Portal'],
  summary: 'Record an anonymous funnel event',
  request: { params: slug, ...jsonBody(eventWire) },
  responses: { 204: { description: 'Counted.' }, ...REFUSAL },
});

/** The public routes of a portal: its settings, opening a sale by its link, and the funnel's events. */
export function portalRoutes(services: Services) {
  const api = createApi();
  api.openapi(show, async (c) => {
    const portal = await findPortal(services, c.req.valid('param').slug);
    return c.json(
      portalView(portal, await merchantOf(services, portal), {
        links: services.links,
        language: languageOf(c),
        sendsMail: (await services.carriers(tenantOf(portal))) !== undefined,
      }),
      200,
    );
  });
  api.openapi(open, async (c) => {
    const { slug: name, token: text } = c.req.valid('param');
    const portal = await findOpenPortal(services, name);
    const found = await saleOfToken(services, portal, text);
    const merchant = await merchantOf(services, portal);
    const view = saleView(found, text, deadlineContext(services, { portal, merchant, language: languageOf(c) }));
    return c.json(found.token.kind === 'ticket' ? ticketView(view) : view, 200);
  });
  api.post('/portals/:slug/events', async (c, next) => {
    const { slug: known } = await findPortal(services, c.req.param('slug'));
    await services.limits.countEvent(known, addressOf(c, services.trustProxy));
    await next();
  });
  api.openapi(event, async (c) => {
    const { name, step } = c.req.valid('json');
    services.invoicing.log('funnel', { slug: c.req.valid('param').slug, name, step });
    return c.body(null, 204);
  });
  return api;
}

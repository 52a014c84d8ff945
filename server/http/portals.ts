/** The public face of a portal: what it asks for, finding sales, opening a link. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { issueZone } from '../catalogs/postal-code.ts';
import { Problem } from '../cfdi/problem.ts';
import type { Portal } from '../portals/portal.ts';
import { isNearDay, type Lookup, type LookupOutcome, questionOf, readLookup } from '../sales/lookup.ts';
import { addressOf } from './address.ts';
import { type ApiVariables, createApi, jsonAnswer, jsonBody, REFUSAL } from './api.ts';
import {
  describeSale,
  type FoundSale,
  findOpenPortal,
  findPortal,
  merchantOf,
  saleOfToken,
  tenantOf,
} from './portal-context.ts';
import { languageOf } from './problems.ts';
import { type FoundSaleView, portalView, saleView, ticketView } from './public-views.ts';
import type { Services } from './services.ts';
import { eventWire, foundSaleWire, lookupWire, portalWire, searchWire } from './wire.ts';

const slug = z.object({ slug: z.string().max(80) });
const token = slug.extend({ token: z.string().max(600) });

const show = createRoute({
  method: 'get',
  path: '/portals/{slug}',
  tags: ['Portal'],
  summary: 'What a portal asks for, how it looks, what it says',
  request: { params: slug },
  responses: { 200: jsonAnswer(portalWire, 'The portal.'), ...REFUSAL },
});
const search = createRoute({
  method: 'post',
  path: '/portals/{slug}/sales/search',
  tags: ['Portal'],
  summary: 'Find a purchase by what its ticket says',
  description:
    'Nothing found is 200 with an empty list. A field the portal does not ask for is ignored; every other one given must match.',
  request: { params: slug, ...jsonBody(lookupWire) },
  responses: { 200: jsonAnswer(searchWire, 'The sales that match.'), ...REFUSAL },
});
const open = createRoute({
  method: 'get',
  path: '/portals/{slug}/sales/{token}',
  tags: ['Portal'],
  summary: 'Open the sale of a link or QR',
  request: { params: token },
  responses: { 200: jsonAnswer(foundSaleWire, 'The sale.'), ...REFUSAL },
});
const event = createRoute({
  method: 'post',
  path: '/portals/{slug}/events',
  tags: ['Portal'],
  summary: 'The funnel, anonymous',
  request: { params: slug, ...jsonBody(eventWire) },
  responses: { 204: { description: 'Counted.' }, ...REFUSAL },
});

export function portalRoutes(services: Services) {
  const api = createApi();
  api.openapi(show, async (c) => {
    const portal = await findPortal(services, c.req.valid('param').slug);
    return c.json(
      portalView(portal, await merchantOf(services, portal), {
        publicUrl: services.publicUrl,
        language: languageOf(c),
        sendsMail: (await services.carriers(tenantOf(portal))) !== undefined,
      }),
      200,
    );
  });
  api.openapi(search, async (c) => {
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const address = addressOf(c, services.trustProxy);
    const typed = c.req.valid('json');
    const sales = await services.limits.lookUpInTurn(address, () => searchSales(services, portal, typed, address));
    const found = { sales, kind: provesMore(portal, typed) ? 'known' : 'found' } as const;
    return c.json({ sales: await foundViews(services, portal, found, c) }, 200);
  });
  api.openapi(open, async (c) => {
    const { slug: name, token: text } = c.req.valid('param');
    const portal = await findOpenPortal(services, name);
    const found = await saleOfToken(services, portal, text);
    const view = saleView(found, text, { merchant: await merchantOf(services, portal), language: languageOf(c) });
    return c.json(found.token.kind === 'ticket' ? ticketView(view) : view, 200);
  });
  api.openapi(event, async (c) => {
    const { slug: known } = await findPortal(services, c.req.valid('param').slug);
    const { name, step } = c.req.valid('json');
    await services.limits.countEvent(known, addressOf(c, services.trustProxy));
    services.invoicing.log('funnel', { slug: known, name, step });
    return c.body(null, 204);
  });
  return api;
}

/** What no ticket says of itself. The card's digits are on the voucher, another paper. */
const NOT_PRINTED = ['email', 'cardLast4'] as const;

/** Whether a search that found something was also given what is not on the ticket; only fields that the portal asks for are compared. */
function provesMore({ settings }: Portal, typed: Lookup): boolean {
  const asked = new Set(settings.lookup.flat());
  return NOT_PRINTED.some((field) => asked.has(field) && (typed[field] ?? '').trim() !== '');
}

/** The same work and the same answer whether the folio is unknown or another datum is wrong. */
async function searchSales(
  services: Services,
  portal: Portal,
  typed: Lookup,
  address: string,
): Promise<readonly FoundSale[]> {
  await services.limits.assertMayLookUp(address, portal.slug);
  const lookup = readLookup(typed, portal.settings.lookup);
  if (lookup.kind === 'faults') throw new Problem('missing-lookup-combination', { faults: lookup.faults });
  const known = await storedSales(services, portal, lookup);
  const asked = await services.asking.ask(
    tenantOf(portal),
    questionOf(typed, lookup.query, portal.settings.lookup),
    known.map(({ sale }) => sale),
  );
  // Of several that were asked one may have answered.
  const found = asked === 'nobody' ? known : await storedSales(services, portal, lookup);
  if (found.length > 0) return found;
  await services.limits.countFailedLookUp(address, portal.slug);
  // That nobody could say is not that there is none.
  if (asked === 'unavailable') throw new Problem('merchant-not-answering');
  return [];
}

async function storedSales(
  services: Services,
  portal: Portal,
  { query, date }: Extract<LookupOutcome, { kind: 'query' }>,
): Promise<readonly FoundSale[]> {
  const sales = await services.invoicing.store.sales.search(tenantOf(portal), query);
  const described = await Promise.all(sales.map((sale) => describeSale(services, portal, sale)));
  return described.filter(({ sale, branch }) => !date || isNearDay(sale.body, date, issueZone(branch.codigoPostal)));
}

async function foundViews(
  services: Services,
  portal: Portal,
  { sales, kind }: { readonly sales: readonly FoundSale[]; readonly kind: 'known' | 'found' },
  c: Context<ApiVariables>,
): Promise<FoundSaleView[]> {
  if (sales.length === 0) return [];
  const merchant = await merchantOf(services, portal);
  const now = services.invoicing.now();
  return sales.map((sale) => {
    const saleToken = services.tokens.saleToken({ kind, slug: portal.slug, saleId: sale.sale.id }, now);
    return saleView(sale, saleToken, { merchant, language: languageOf(c) });
  });
}

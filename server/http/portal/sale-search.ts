/** Finds a purchase by what its ticket says. A purchase that guessing may have found is guarded. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type FoundBy, isGuarded } from '../../invoicing/guard-found.ts';
import { searchSales } from '../../invoicing/search-sales.ts';
import { PROOF_HEADER } from '../../limits/proof-of-work.ts';
import type { Portal } from '../../portals/portal.ts';
import { provenBy } from '../../portals/tokens.ts';
import { givenFields } from '../../sales/lookup.ts';
import { addressOf } from '../api/address.ts';
import { type ApiVariables, createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { lookupWire, searchWire } from '../api/wire.ts';
import { proofHeader } from './caller.ts';
import { deadlineContext } from './deadline-view.ts';
import { guardedView } from './guarded-view.ts';
import { findOpenPortal, merchantOf } from './portal-context.ts';
import { type FoundSaleView, saleView } from './public-views.ts';

const search = createRoute({
  method: 'post',
  path: '/portals/{slug}/sales/search',
  tags: ['Portal'],
  summary: 'Find a purchase by the details on its ticket',
  description:
    'If nothing is found, the answer is 200 with an empty list. A field that the portal does not ask for is ignored; all others must match. One sale with `status` `guarded` stands for everything that guessing may have found; `POST …/sales/prove` opens it. At a portal under attack a search gets 429 `proof-of-work` with an ALTCHA `challenge`; repeat it with the solution, or with `none`, of which a few are accepted.',
  request: {
    params: z.object({ slug: z.string().max(80) }),
    headers: proofHeader,
    ...jsonBody(lookupWire),
  },
  responses: { 200: jsonAnswer(searchWire, 'The sales that match.'), ...REFUSAL },
});

/** The route `POST /portals/{slug}/sales/search`. */
export function saleSearchRoutes(services: Services) {
  const api = createApi();
  api.post('/portals/:slug/sales/search', async (c, next) => {
    services.limits.assertMayLookUp(addressOf(c, services.trustProxy));
    await next();
  });
  api.openapi(search, async (c) => {
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const address = addressOf(c, services.trustProxy);
    const typed = c.req.valid('json');
    const search = { typed, address, proof: c.req.valid('header')[PROOF_HEADER] };
    const sales = await searchSales({ ...services, ...services.invoicing }, portal, search);
    const given = givenFields(typed, portal.settings);
    return c.json({ sales: await foundViews(services, portal, { sales, given, address }, c) }, 200);
  });
  return api;
}

async function foundViews(
  services: Services,
  portal: Portal,
  found: FoundBy,
  c: Context<ApiVariables>,
): Promise<FoundSaleView[]> {
  const { sales, given } = found;
  if (sales.length === 0) return [];
  const now = services.invoicing.now();
  if (await isGuarded(services, portal, found)) return [guardedView(services.tokens, portal, sales, { given, now })];
  const merchant = await merchantOf(services, portal);
  const kind = provenBy(given);
  const context = deadlineContext(services, { portal, merchant, language: languageOf(c) });
  return sales.map((sale) => {
    const saleToken = services.tokens.saleToken({ kind, slug: portal.slug, saleId: sale.sale.id }, now);
    return saleView(sale, saleToken, context);
  });
}

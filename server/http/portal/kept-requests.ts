/** Stores what cannot be stamped now as a request, so that nobody has to type it again. The merchant's answer appears at its link. */
import { createRoute, z } from '@hono/zod-openapi';
import { keepRequest } from '../../invoicing/keep-request.ts';
import { type Caller, type Prover, strongest } from '../../limits/prover.ts';
import type { Portal } from '../../portals/portal.ts';
import { addressOf } from '../api/address.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { requestBodyWire, requestWire } from '../api/wire.ts';
import { callerOf, proofHeader } from './caller.ts';
import { findPortal, merchantOf, saleOfToken } from './portal-context.ts';
import { portalDeps } from './request-link.ts';
import { requestView } from './request-view.ts';
import { guardedSales } from './second-proof.ts';

const create = createRoute({
  method: 'post',
  path: '/portals/{slug}/requests',
  tags: ['Request'],
  summary: 'Request an invoice that cannot be stamped now',
  description:
    'Once the free requests of the day about a sale, or at a portal, are used up, one gets 429 `proof-of-work` with an ALTCHA `challenge`; repeat it with the solution. Each network has some such requests a day, and then gets 429 `requests-spent`.',
  request: { params: z.object({ slug: z.string().max(80) }), headers: proofHeader, ...jsonBody(requestBodyWire) },
  responses: {
    202: jsonAnswer(requestWire, 'The request was stored. Its answer appears at `links.self`.'),
    ...REFUSAL,
  },
});

/** The route `POST /portals/{slug}/requests`. */
export function requestRoutes(services: Services) {
  const api = createApi();
  api.post('/portals/:slug/requests', async (c, next) => {
    await services.limits.countRequest(addressOf(c, services.trustProxy));
    await next();
  });
  api.openapi(create, async (c) => {
    const portal = await findPortal(services, c.req.valid('param').slug);
    const { sale, sales = sale === undefined ? [] : [sale], ...body } = c.req.valid('json');
    const caller = callerOf(services, c);
    const found = await Promise.all(sales.map((token) => proversOf(services, portal, token, caller)));
    const provers = strongest(found.flat());
    const asking = { portal, merchant: await merchantOf(services, portal), provers, caller };
    const saleIds = provers.map(({ saleId }) => saleId);
    const left = { ...body, saleIds, language: languageOf(c) };
    const kept = await keepRequest(portalDeps(services), asking, left);
    return c.json(await requestView(services, kept, languageOf(c)), 202);
  });
  return api;
}

/** A customer who cannot open a guarded purchase may still ask the merchant for its invoice. */
async function proversOf(services: Services, portal: Portal, text: string, caller: Caller): Promise<Prover[]> {
  const read = services.tokens.readSaleToken(text, services.invoicing.now());
  if (read.kind === 'token' && read.token.kind === 'guarded') {
    const sales = await guardedSales(services, portal, text);
    return sales.map(({ id }) => ({ saleId: id, strength: 'guarded', ...caller }));
  }
  const { sale, token } = await saleOfToken(services, portal, text);
  return [{ saleId: sale.id, strength: token.kind, ...caller }];
}

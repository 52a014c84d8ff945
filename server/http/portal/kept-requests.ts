/** Stores what cannot be stamped now as a request, so that nobody has to type it again. The merchant's answer appears at its link. */
import { createRoute, z } from '@hono/zod-openapi';
import { requestIdentity } from '../../invoicing/request-identity.ts';
import type { InvoiceRequest } from '../../invoicing/request-store.ts';
import { waitingOf } from '../../invoicing/request-waiting.ts';
import type { Prover } from '../../limits/prover-budget.ts';
import type { Requesting } from '../../limits/request-limits.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import type { Portal } from '../../portals/portal.ts';
import type { KeptRequest, Language } from '../../problems/problem.ts';
import { addressOf } from '../api/address.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { requestBodyWire, requestWire } from '../api/wire.ts';
import { findPortal, merchantOf, saleOfToken, tenantOf } from './portal-context.ts';
import { requestLink } from './request-link.ts';
import { requestView } from './request-view.ts';
import { guardedSales } from './second-proof.ts';

type RequestToKeep = {
  readonly saleIds: readonly string[];
  readonly lookup?: Readonly<Record<string, string | undefined>> | undefined;
  readonly receptor?: Readonly<Record<string, string | undefined>> | undefined;
  readonly email?: string | undefined;
  readonly reason: string;
  readonly corrects?: string;
  readonly language?: Language;
};

const create = createRoute({
  method: 'post',
  path: '/portals/{slug}/requests',
  tags: ['Request'],
  summary: 'Request an invoice that cannot be stamped now',
  request: { params: z.object({ slug: z.string().max(80) }), ...jsonBody(requestBodyWire) },
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
    const address = addressOf(c, services.trustProxy);
    const provers = (await Promise.all(sales.map((token) => proversOf(services, portal, token, address)))).flat();
    const asking = { portal, merchant: await merchantOf(services, portal), provers, address };
    const saleIds = [...new Set(provers.map((prover) => prover.saleId))];
    const left = { ...body, saleIds, language: languageOf(c) };
    const { id } = await keepRequest(services, asking, left);
    const kept = await services.invoicing.store.requests.get(id);
    if (!kept) throw new Error('a request was not kept');
    return c.json(await requestView(services, kept, languageOf(c)), 202);
  });
  return api;
}

/** A customer who cannot open a guarded purchase may still request its invoice from the merchant. */
async function proversOf(services: Services, portal: Portal, text: string, address: string): Promise<Prover[]> {
  const read = services.tokens.readSaleToken(text, services.invoicing.now());
  if (read.kind === 'token' && read.token.kind === 'guarded') {
    const sales = await guardedSales(services, portal, text);
    return sales.map(({ id }) => ({ saleId: id, strength: 'guarded', address }));
  }
  const { sale, token } = await saleOfToken(services, portal, text);
  return [{ saleId: sale.id, strength: token.kind, address }];
}

type Asking = Pick<Requesting, 'provers' | 'address'> & { readonly portal: Portal; readonly merchant: Merchant };

/**
 * Stores a request, or finds an identical one, and returns what its owner may see of it. Throws `requests-spent` if there were too many new ones
 * today.
 */
export async function keepRequest(
  services: Services,
  { portal, merchant, provers, address }: Asking,
  { email, reason, language, corrects, ...request }: RequestToKeep,
): Promise<KeptRequest & Pick<InvoiceRequest, 'status'>> {
  const { store, now, log } = services.invoicing;
  const at = now();
  const asked = {
    tenant: tenantOf(portal),
    portalSlug: portal.slug,
    saleIds: request.saleIds,
    lookup: present(request.lookup),
    receptor: present(request.receptor),
    ...(corrects !== undefined && { corrects }),
  };
  const identity = requestIdentity({ ...asked, email });
  const view = ({ id, status }: InvoiceRequest) => ({ id, status, links: { self: requestLink(services, id) } });
  const known = await store.requests.get(identity.id);
  if (known) return view(known);
  const requesting = { slug: portal.slug, merchant: merchant.tradeName, provers, address };
  const giveBack = await services.limits.takeRequest(requesting, at);
  const left = {
    ...{ ...identity, ...asked, reason, createdAt: at },
    ...(email !== undefined && { email }),
    ...(language && { language }),
  };
  const waiting = waitingOf(left, portal.settings, at);
  const kept = await store.requests.keep({ ...left, ...waiting.state }, waiting.waitKey).catch(async (error) => {
    await giveBack();
    throw error;
  });
  if (kept.kind === 'created') log('request.created', { request: identity.id, reason });
  else await giveBack();
  return view(kept.request);
}

function present(values: Readonly<Record<string, string | undefined>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}

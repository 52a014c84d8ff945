/** What cannot be stamped now, kept so that nobody has to type it again: the merchant answers at a link. */
import { randomBytes } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { type KeptRequest, Problem } from '../cfdi/problem.ts';
import type { Invoice } from '../invoicing/invoice.ts';
import { refusalProblem, requestIdOf } from '../invoicing/refusal.ts';
import type { Portal } from '../portals/portal.ts';
import { addressOf } from './address.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from './api.ts';
import { findPortal, saleOfToken, tenantOf } from './portal-context.ts';
import type { Services } from './services.ts';
import { requestBodyWire, requestWire } from './wire.ts';

type RequestToKeep = {
  readonly saleId?: string | undefined;
  readonly lookup?: Readonly<Record<string, string | undefined>> | undefined;
  readonly receptor?: Readonly<Record<string, string | undefined>> | undefined;
  readonly email?: string | undefined;
  readonly reason: string;
};

const create = createRoute({
  method: 'post',
  path: '/portals/{slug}/requests',
  tags: ['Request'],
  summary: 'Ask for what cannot be stamped now',
  request: { params: z.object({ slug: z.string().max(80) }), ...jsonBody(requestBodyWire) },
  responses: { 202: jsonAnswer(requestWire, 'Kept; its answer appears at `links.self`.'), ...REFUSAL },
});
const show = createRoute({
  method: 'get',
  path: '/requests/{id}',
  tags: ['Request'],
  summary: 'What became of a request',
  request: {
    params: z.object({ id: z.string().max(80) }),
    query: z.object({ token: z.string().max(200).default('') }),
  },
  responses: { 200: jsonAnswer(requestWire, 'The request.'), ...REFUSAL },
});

export function requestRoutes(services: Services) {
  const api = createApi();
  api.openapi(create, async (c) => {
    const portal = await findPortal(services, c.req.valid('param').slug);
    const { sale: token, ...body } = c.req.valid('json');
    await services.limits.countRequest(addressOf(c, services.trustProxy));
    const saleId = token === undefined ? undefined : (await saleOfToken(services, portal, token)).sale.id;
    const kept = await keepRequest(services, portal, { ...body, saleId });
    return c.json({ ...kept, status: 'open' as const }, 202);
  });
  api.openapi(show, async (c) => {
    const { id } = c.req.valid('param');
    const { token } = c.req.valid('query');
    const request = services.tokens.opens(id, token) ? await services.invoicing.store.requests.get(id) : undefined;
    if (!request) throw new Problem('unknown-token');
    return c.json({ id, status: request.status, reason: request.reason, links: { self: selfLink(services, id) } }, 200);
  });
  return api;
}

/** Keeps a request and answers what its owner may see of it. */
export async function keepRequest(services: Services, portal: Portal, request: RequestToKeep): Promise<KeptRequest> {
  const id = `req_${randomBytes(12).toString('hex')}`;
  await services.invoicing.store.requests.put({
    id,
    tenant: tenantOf(portal),
    portalSlug: portal.slug,
    ...(request.saleId !== undefined && { saleId: request.saleId }),
    lookup: present(request.lookup),
    receptor: present(request.receptor),
    ...(request.email !== undefined && { email: request.email }),
    reason: request.reason,
    status: 'open',
    createdAt: services.invoicing.now(),
  });
  services.invoicing.log('request.created', { request: id, reason: request.reason });
  return { id, links: { self: selfLink(services, id) } };
}

/** The problem of a refused invoice, with the link of the request that was kept when the merchant has something to fix. */
export function refusedProblem(services: Services, invoice: Invoice): Problem {
  const problem = refusalProblem(invoice);
  if (problem.code !== 'merchant-must-fix') return problem;
  const id = requestIdOf(invoice);
  return new Problem(problem.code, {
    faults: problem.faults,
    request: { id, links: { self: selfLink(services, id) } },
  });
}

function selfLink({ publicUrl, tokens }: Services, id: string): string {
  return `${publicUrl}/v1/requests/${id}?token=${tokens.accessToken(id)}`;
}

function present(values: Readonly<Record<string, string | undefined>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}

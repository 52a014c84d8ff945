/** The queue of requests: what customers left, and the merchant's answers. One request is also shown to its customer, by its token. */
import { createRoute, z } from '@hono/zod-openapi';
import { acceptRequest, declineRequest } from '../../invoicing/request-answer.ts';
import { Problem } from '../../problems/problem.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { requestWire } from '../api/wire.ts';
import { requestView } from '../portal/request-view.ts';
import { viewerOf } from '../portal/viewer.ts';
import { bringsRight, type MerchantVariables, requireScope } from './auth.ts';
import { BY_BRANCH, createMerchantApi, merchantRoute } from './merchant-api.ts';
import { nextOf } from './next-page.ts';
import { ownRequest } from './own-request.ts';
import { queuedRequestWire, queuedView } from './request-queue.ts';

const params = z.object({ id: z.string().max(80) });

const list = merchantRoute('invoices:read', {
  ...BY_BRANCH,
  tags: ['Requests'],
  method: 'get',
  path: '/requests',
  summary: 'List requests, newest first',
  description:
    'Requests with `status` `open` wait for their sale or for you (`waitsFor`). `next` is present if there may be more.',
  request: {
    query: z.object({
      status: requestWire.shape.status.optional(),
      waitsFor: z.enum(['sale', 'merchant']).optional().openapi({ description: 'What open requests wait for.' }),
      limit: z.coerce.number().int().min(1).max(100).default(50),
      after: nextOf('req').optional(),
    }),
  },
  responses: {
    200: jsonAnswer(z.object({ requests: z.array(queuedRequestWire), next: z.string().optional() }), 'A page.'),
    ...REFUSAL,
  },
});
const show = createRoute({
  tags: ['Request'],
  method: 'get',
  path: '/requests/{id}',
  summary: 'Get a request',
  description:
    'With its `token`, the customer who left it sees its state. With a key that has `invoices:read`, its merchant sees everything.',
  request: { params, query: z.object({ token: z.string().max(200).default('') }) },
  responses: { 200: jsonAnswer(z.union([queuedRequestWire, requestWire]), 'The request.'), ...REFUSAL },
});
const accept = merchantRoute('invoices:write', {
  tags: ['Requests'],
  method: 'post',
  path: '/requests/{id}/accept',
  summary: 'Accept a request and issue its invoice',
  description:
    'Uses the given data and applies every rule of an invoice except the deadline. `sale` names the sale if it is not known or several match. If the invoice is refused, the request stays open with the reason (`hindrance`); a repetition answers the same invoice. A sale whose buyer must withhold taxes is refused until it is sent again with its retenciones, which are then invoiced as they are.',
  request: { params, ...jsonBody(z.strictObject({ sale: z.string().max(80).optional() })) },
  responses: { 200: jsonAnswer(queuedRequestWire, 'Accepted, with its invoice.'), ...REFUSAL },
});
const decline = merchantRoute('invoices:write', {
  tags: ['Requests'],
  method: 'post',
  path: '/requests/{id}/decline',
  summary: 'Decline a request, with a reason for the customer',
  description:
    'The reason is shown on the customer’s page and mailed as written. If you decline it twice, the first reason is kept.',
  request: { params, ...jsonBody(z.strictObject({ reason: z.string().trim().min(1, 'required').max(500) })) },
  responses: { 200: jsonAnswer(queuedRequestWire, 'Declined.'), ...REFUSAL },
});

/** The merchant's routes `/requests`: list, accept and decline. */
export function merchantRequestRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { invoicing } = services;
  api.openapi(list, async (c) => {
    const { status, waitsFor, limit, after } = c.req.valid('query');
    const query = {
      limit,
      ...(status !== undefined && { status }),
      ...(waitsFor !== undefined && { waitsFor }),
      ...(after !== undefined && { after }),
    };
    const { tenant, limit: within } = c.get('principal');
    const found = await invoicing.store.requests.list(tenant, { ...query, ...(within && { within }) });
    const last = found.length === limit ? found.at(-1)?.id : undefined;
    const requests = await Promise.all(found.map((request) => queuedView(services, request, languageOf(c))));
    return c.json({ requests, ...(last !== undefined && { next: last }) }, 200);
  });
  api.openapi(accept, async (c) => {
    const principal = c.get('principal');
    const { id: by } = principal;
    const request = await ownRequest(services, principal, c.req.valid('param').id);
    const accepted = await acceptRequest(invoicing, request, { by, principal, saleId: c.req.valid('json').sale });
    return c.json(await queuedView(services, accepted.request, languageOf(c)), 200);
  });
  api.openapi(decline, async (c) => {
    const principal = c.get('principal');
    const { id: by } = principal;
    const request = await ownRequest(services, principal, c.req.valid('param').id);
    const declined = await declineRequest(invoicing, request, { by, answer: c.req.valid('json').reason });
    return c.json(await queuedView(services, declined, languageOf(c)), 200);
  });
  return api;
}

/** The route `GET /requests/{id}`, for the customer by its token and, with all details, for the merchant. */
export function requestShowRoutes(services: Services) {
  const api = createApi<MerchantVariables>();
  const { store } = services.invoicing;
  const reading = requireScope(services, { scope: 'invoices:read', stepUp: false, byBranch: true });
  api.get('/requests/:id', (c, next) => (bringsRight(c) ? reading(c, next) : next()));
  api.openapi(show, async (c) => {
    const { id } = c.req.valid('param');
    const language = languageOf(c);
    if (bringsRight(c)) {
      const request = await ownRequest(services, c.get('principal'), id);
      return c.json(await queuedView(services, request, language), 200);
    }
    const viewer = viewerOf(services, id, c.req.valid('query').token);
    const request = viewer && (await store.requests.get(id));
    if (!request) throw new Problem('unknown-token');
    return c.json(await requestView(services, request, language, viewer), 200);
  });
  return api;
}

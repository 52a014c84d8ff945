/** Turns found sales into one invoice: the preview, and stamping. */
import { createRoute, z } from '@hono/zod-openapi';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire, issueBodyWire, previewWire } from '../api/wire.ts';
import { idempotencyHeader } from './asker.ts';
import { callerOf, proofHeader, TRIES_ARE_PAID } from './caller.ts';
import { issueOrder, previewOrder } from './issue-order.ts';
import { orderOf, readBasket } from './order.ts';
import { findOpenPortal } from './portal-context.ts';

const slug = z.object({ slug: z.string().max(80) });
const stamped = jsonAnswer(invoiceWire, 'The invoice. A repetition answers the same one.');
const pending = jsonAnswer(invoiceWire, 'Being stamped: poll `links.self`.');

const preview = createRoute({
  method: 'post',
  path: '/portals/{slug}/invoices/preview',
  tags: ['Invoice'],
  summary: 'Preview an invoice',
  description:
    'Refuses whatever `POST …/invoices` would refuse. If the document is correct and only the merchant can issue it, it is shown with a `request`.',
  request: { params: slug, headers: idempotencyHeader, ...jsonBody(issueBodyWire) },
  responses: { 200: jsonAnswer(previewWire, 'The document, unsealed.'), ...REFUSAL },
});
const create = createRoute({
  method: 'post',
  path: '/portals/{slug}/invoices',
  tags: ['Invoice'],
  summary: 'Issue the invoice of one or more sales',
  description: `A repetition with the same \`Idempotency-Key\` (or the tokens of the same search) and the same receptor answers the same invoice. Anybody else gets 409, whatever the receptor, and can open the invoice with \`POST …/invoices/recover\`. ${TRIES_ARE_PAID}`,
  request: { params: slug, headers: idempotencyHeader.extend(proofHeader.shape), ...jsonBody(issueBodyWire) },
  responses: { 200: stamped, 201: stamped, 202: pending, ...REFUSAL },
});

/** The routes `POST /portals/{slug}/invoices` and its preview. */
export function issuingRoutes(services: Services) {
  const api = createApi();
  api.openapi(preview, async (c) => {
    const sent = { body: c.req.valid('json'), key: c.req.valid('header')['idempotency-key'] };
    const basket = await readBasket(services, c.req.valid('param').slug, sent);
    const customer = { language: languageOf(c), caller: callerOf(services, c) };
    return c.json(await previewOrder(services, orderOf(basket, basket.found, sent), customer), 200);
  });
  api.openapi(create, async (c) => {
    const sent = { body: c.req.valid('json'), key: c.req.valid('header')['idempotency-key'] };
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const read = async () => {
      const basket = await readBasket(services, portal.slug, sent);
      return orderOf(basket, basket.found, sent);
    };
    const customer = { language: languageOf(c), caller: callerOf(services, c) };
    const issued = await issueOrder(services, portal.slug, read, customer);
    if (issued.kind === 'pending') return c.json(issued.view, 202);
    return c.json(issued.view, issued.isNew ? 201 : 200);
  });
  return api;
}

/** Reopens an invoice for its receptor, who proves it with the found sale and the data that it was made with. */
import { createRoute, z } from '@hono/zod-openapi';
import { recoverInvoice } from '../../invoicing/recover-invoice.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire, recoverBodyWire } from '../api/wire.ts';
import { askersOf, idempotencyHeader } from './asker.ts';
import { callerOf, proofHeader, TRIES_ARE_PAID } from './caller.ts';
import { findOpenPortal, merchantOf, saleOfToken, strengthOf } from './portal-context.ts';
import { invoiceView } from './public-views.ts';
import { portalDeps } from './request-link.ts';

const recover = createRoute({
  method: 'post',
  path: '/portals/{slug}/invoices/recover',
  tags: ['Invoice'],
  summary: 'Recover an invoice by its RFC and postal code',
  description: TRIES_ARE_PAID,
  request: {
    params: z.object({ slug: z.string().max(80) }),
    headers: idempotencyHeader.extend(proofHeader.shape),
    ...jsonBody(recoverBodyWire),
  },
  responses: { 200: jsonAnswer(invoiceWire, 'The invoice.'), ...REFUSAL },
});

/** The route `POST /portals/{slug}/invoices/recover`. */
export function recoveryRoutes(services: Services) {
  const api = createApi();
  api.openapi(recover, async (c) => {
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const { sale: token, ...proof } = c.req.valid('json');
    const found = await saleOfToken(services, portal, token);
    const strength = strengthOf(found, askersOf(c.req.valid('header')['idempotency-key'], [found]));
    const prover = { ...callerOf(services, c), saleId: found.sale.id, strength };
    const invoice = await recoverInvoice(portalDeps(services), found.invoice, {
      prover,
      proof,
      merchant: await merchantOf(services, portal),
    });
    return c.json(invoiceView(services, invoice, languageOf(c)), 200);
  });
  return api;
}

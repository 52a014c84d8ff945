/** Asks the SAT for the status of an invoice, the only proof that it is valid or cancelled. */
import { z } from '@hono/zod-openapi';
import { askSat } from '../../invoicing/sat-answer.ts';
import { cancellationOf } from '../../pac/cancellation-state.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { BY_BRANCH, createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownInvoice } from './own-invoice.ts';

const answer = z
  .object({
    uuid: z.string(),
    kind: z.enum(['found', 'not-found', 'malformed', 'unavailable']).openapi({
      description: '`not-found` is normal for minutes to hours after stamping; the invoice is valid meanwhile.',
    }),
    estado: z.enum(['vigente', 'cancelado']).optional(),
    cancelable: z.enum(['sin-aceptacion', 'con-aceptacion', 'no-cancelable']).optional(),
    cancelacion: z
      .enum(['none', 'en-proceso', 'sin-aceptacion', 'con-aceptacion', 'plazo-vencido', 'rechazada'])
      .optional(),
    emisor69b: z.enum(['clear', 'listed', 'not-checked']).optional(),
    cancellation: z
      .enum(['canceled', 'waiting-receptor', 'refused-by-receptor', 'blocked', 'in-force', 'unknown'])
      .openapi({ description: 'The meaning of the answer. `canceled` means Estado Cancelado and nothing else.' }),
    reason: z.string().optional(),
  })
  .openapi('SatStatus');

const ask = merchantRoute('invoices:read', {
  ...BY_BRANCH,
  method: 'post',
  path: '/invoices/{id}/sat-status',
  tags: ['Invoices'],
  summary: 'Ask the SAT for the status of an invoice',
  description: 'Queries are sent one at a time, a second apart, because the SAT publishes no rate limit.',
  request: { params: z.object({ id: z.string().max(80) }) },
  responses: { 200: jsonAnswer(answer, 'The current answer of the SAT.'), ...REFUSAL },
});

/** The route `POST /invoices/{id}/sat-status`. */
export function satStatusRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { invoicing } = services;
  api.openapi(ask, async (c) => {
    const invoice = await ownInvoice(services, c.get('principal'), c.req.valid('param').id);
    // The SAT cannot know an invoice that is not stamped.
    if (!invoice.stamped) throw new Problem('unknown-resource');
    const status = await askSat(invoicing, invoice);
    return c.json({ uuid: invoice.stamped.uuid, ...status, cancellation: cancellationOf(status).kind }, 200);
  });
  return api;
}

/** Mails a copy of an invoice for the merchant, to the same address or another. */
import { z } from '@hono/zod-openapi';
import { mailCopyForMerchant } from '../../invoicing/mail-copy.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownInvoice } from './own-invoice.ts';

const send = merchantRoute('invoices:write', {
  method: 'post',
  path: '/invoices/{id}/copies',
  tags: ['Invoices'],
  summary: 'Mail a copy of an invoice',
  description: 'There is no total limit, but at most one copy a minute goes to one address.',
  request: {
    params: z.object({ id: z.string().max(80) }),
    ...jsonBody(z.strictObject({ email: z.email('email-malformed').max(254) })),
  },
  responses: { 202: jsonAnswer(z.object({ status: z.literal('queued') }), 'It will be sent.'), ...REFUSAL },
});

/** The route `POST /invoices/{id}/copies`. It only enqueues the mail, so it answers 202. */
export function invoiceCopyRoutes(services: Services) {
  const api = createMerchantApi(services);
  api.openapi(send, async (c) => {
    const invoice = await ownInvoice(services, c.get('principal'), c.req.valid('param').id);
    if (!invoice.stamped) throw new Problem('unknown-resource');
    await mailCopyForMerchant(services.invoicing, invoice, c.req.valid('json').email.toLowerCase());
    return c.json({ status: 'queued' as const }, 202);
  });
  return api;
}

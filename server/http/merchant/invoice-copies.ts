/** Mails a copy of an invoice for the merchant, to the same address or another. */
import { randomBytes } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownInvoice } from './own-invoice.ts';

/** A second call within this time sends no second copy. */
const ONE_COPY_MS = 60_000;

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
  const { store, now } = services.invoicing;
  api.openapi(send, async (c) => {
    const principal = c.get('principal');
    const { tenant } = principal;
    const { id, stamped, snapshot } = await ownInvoice(services, principal, c.req.valid('param').id);
    if (!stamped) throw new Problem('unknown-resource');
    const target = c.req.valid('json').email.toLowerCase();
    const at = now();
    await store.invoices.enqueue(
      {
        ...{ id: `msg_${randomBytes(12).toString('hex')}`, tenant, kind: 'mail', target, subject: id, nextAt: at },
        once: `mail:${id}:${target}:${Math.floor(at / ONE_COPY_MS)}`,
        payload: { template: 'invoice-copy', invoice: id, language: snapshot.language ?? 'es-MX' },
      },
      at,
    );
    return c.json({ status: 'queued' as const }, 202);
  });
  return api;
}

/** Correcting an invoice as its merchant: the same steps as for a customer, at any time the merchant decides. */
import { z } from '@hono/zod-openapi';
import { correct } from '../../invoicing/correct.ts';
import { assertInvoiceMonthOpen } from '../../invoicing/month-lock.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { correctedWire } from '../api/correction-wire.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { receptorWire } from '../api/wire.ts';
import { correctedView } from '../portal/corrected-view.ts';
import { refusedProblem } from '../portal/request-link.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const route = merchantRoute('invoices:write', {
  method: 'post',
  path: '/invoices/{id}/correct',
  tags: ['Invoices'],
  summary: 'Correct the receptor of an invoice',
  description:
    'Stamps a substitute with relation 04, and then cancels the invoice with motivo 01. If the new data are refused, the invoice stays as it is. A repetition with the same receptor answers the same substitute. The RFC of a sale can be changed once. An invoice with a nota de crédito or a payment, or one being cancelled, cannot be corrected.',
  request: { params: z.object({ id: z.string().max(80) }), ...jsonBody(z.strictObject({ receptor: receptorWire })) },
  responses: {
    200: jsonAnswer(correctedWire, 'The existing substitute.'),
    201: jsonAnswer(correctedWire, 'The substitute; `replaces` shows the progress of the cancellation.'),
    202: jsonAnswer(correctedWire, 'The substitute is being stamped, and the rest follows automatically.'),
    ...REFUSAL,
  },
});

/** The route `POST /invoices/{id}/correct`. */
export function correctionRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { invoicing } = services;
  api.openapi(route, async (c) => {
    const { id: by, tenant } = c.get('principal');
    const { receptor } = c.req.valid('json');
    const invoice = await invoicing.store.invoices.get(c.req.valid('param').id);
    if (invoice?.merchantId !== tenant.merchantId || invoice.world !== tenant.world)
      throw new Problem('unknown-resource');
    await assertInvoiceMonthOpen(invoicing, invoice, c.get('principal'));
    const { issued, cancellation } = await correct(invoicing, invoice, { receptor, origin: 'merchant', by });
    if (issued.kind === 'refused') throw refusedProblem(services, issued.invoice);
    const pair = { substitute: issued.invoice, replaced: invoice };
    const view = await correctedView(services, pair, cancellation, languageOf(c));
    if (issued.kind === 'pending') return c.json(view, 202);
    return c.json(view, issued.isNew ? 201 : 200);
  });
  return api;
}

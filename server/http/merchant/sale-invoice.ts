/** Invoices a sale for a customer who asked by phone or at the till. */
import { z } from '@hono/zod-openapi';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire, previewWire } from '../api/wire.ts';
import { customerInvoice, forCustomerWire, invoiceForCustomer, previewForCustomer } from './for-customer.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const params = z.object({ id: z.string().max(80) });

const preview = merchantRoute('invoices:write', {
  method: 'post',
  path: '/sales/{id}/invoice/preview',
  tags: ['Sales'],
  summary: 'Preview the invoice of a sale',
  description: 'Refuses whatever `POST …/invoice` would refuse, and claims nothing.',
  request: { params, ...jsonBody(forCustomerWire) },
  responses: { 200: jsonAnswer(previewWire, 'The document, not sealed.'), ...REFUSAL },
});

const create = merchantRoute('invoices:write', {
  method: 'post',
  path: '/sales/{id}/invoice',
  tags: ['Sales'],
  summary: 'Invoice a sale for a customer',
  description:
    'Applies every rule of a portal except its deadline, which is your decision. A repetition for the same receptor answers the same invoice, even if the customer made it; for another receptor it answers 409.',
  request: { params, ...jsonBody(forCustomerWire) },
  responses: {
    200: jsonAnswer(invoiceWire, 'The existing invoice.'),
    201: jsonAnswer(invoiceWire, 'Stamped.'),
    202: jsonAnswer(invoiceWire, 'Being stamped: poll `links.self`.'),
    ...REFUSAL,
  },
});

/** The routes `POST /sales/{id}/invoice` and its preview. */
export function saleInvoiceRoutes(services: Services) {
  const api = createMerchantApi(services);
  api.openapi(preview, async (c) => {
    const sales = [c.req.valid('param').id];
    const wanted = customerInvoice(c.get('principal'), sales, c.req.valid('json'), languageOf(c));
    return c.json(await previewForCustomer(services, wanted), 200);
  });
  api.openapi(create, async (c) => {
    const sales = [c.req.valid('param').id];
    const wanted = customerInvoice(c.get('principal'), sales, c.req.valid('json'), languageOf(c));
    const { invoice, isNew } = await invoiceForCustomer(services, wanted);
    if (invoice.status === 'pending') return c.json(invoice, 202);
    return c.json(invoice, isNew ? 201 : 200);
  });
  return api;
}

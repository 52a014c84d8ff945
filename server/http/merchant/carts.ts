/** Invoices several sales for one customer, on as few CFDIs as the SAT’s rules allow. */
import { z } from '@hono/zod-openapi';
import { issueCart } from '../../invoicing/cart.ts';
import { cartForCustomer } from '../../invoicing/invoice-for-customer.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf, problemBody } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { cartPreviewWire, cartWire, issueBodyWire } from '../api/wire.ts';
import { customerInvoice, forCustomerWire, invoiceForCustomer, previewForCustomer } from './for-customer.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const body = z.strictObject({
  sales: issueBodyWire.shape.sales.openapi({ description: 'The ids of your sales.' }),
  ...forCustomerWire.shape,
});
const cart = jsonAnswer(cartWire, 'Each CFDI with its sales: the invoice, or the problem that stopped it.');

const preview = merchantRoute('invoices:write', {
  method: 'post',
  path: '/carts/preview',
  tags: ['Sales'],
  summary: 'Preview the invoices of several sales',
  description:
    'Sales of different branches, currencies, exchange rates or facturas globales do not fit on one CFDI, nor do sales with withheld taxes and sales without. They are split into the fewest CFDIs; nothing is claimed.',
  request: jsonBody(body),
  responses: { 200: jsonAnswer(cartPreviewWire, 'Every CFDI that would be issued, not sealed.'), ...REFUSAL },
});

const create = merchantRoute('invoices:write', {
  method: 'post',
  path: '/carts',
  tags: ['Sales'],
  summary: 'Invoice several sales for a customer',
  description:
    'Applies the rules of `POST /sales/{id}/invoice` to each CFDI. The first one is issued alone: if the SAT refuses the receptor, nothing else is tried. A repetition answers the same invoices; repeat it until none is `pending`.',
  request: jsonBody(body),
  responses: { 200: cart, 201: cart, 202: cart, ...REFUSAL },
});

/** The routes `POST /carts` and its preview. */
export function merchantCartRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { invoicing } = services;
  api.openapi(preview, async (c) => {
    const { sales, ...sent } = c.req.valid('json');
    const wanted = customerInvoice(c.get('principal'), sales, sent, languageOf(c));
    const documents = [];
    for (const saleIds of await cartForCustomer(invoicing, wanted))
      documents.push({ sales: [...saleIds], preview: await previewForCustomer(services, { ...wanted, saleIds }) });
    return c.json({ documents }, 200);
  });
  api.openapi(create, async (c) => {
    const { sales, ...sent } = c.req.valid('json');
    const language = languageOf(c);
    const wanted = customerInvoice(c.get('principal'), sales, sent, language);
    const outcomes = await issueCart(await cartForCustomer(invoicing, wanted), (saleIds) =>
      invoiceForCustomer(services, { ...wanted, saleIds }),
    );
    const documents = outcomes.map(({ document, issued, problem }) => ({
      sales: [...document],
      ...(issued && { invoice: issued.invoice }),
      ...(problem && { problem: problemBody(problem, language, services.links, 'merchant') }),
    }));
    if (documents.some(({ invoice }) => invoice?.status === 'pending')) return c.json({ documents }, 202);
    return c.json({ documents }, outcomes.some(({ issued }) => issued?.isNew) ? 201 : 200);
  });
  return api;
}

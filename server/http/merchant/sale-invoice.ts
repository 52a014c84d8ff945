/** Invoices a sale for a customer who asked by phone or at the till. */
import { z } from '@hono/zod-openapi';
import { issueForCustomer } from '../../invoicing/invoice-for-customer.ts';
import { assertNotTaken, beginIssue, leavingAhead, outcomeOf, refusalAhead } from '../../invoicing/issue.ts';
import { leavingPreview } from '../../invoicing/leave-global.ts';
import { type IssueRequest, prepare } from '../../invoicing/prepare.ts';
import { refusalProblem } from '../../invoicing/refusal.ts';
import type { Principal } from '../../merchants/principal.ts';
import type { Language } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire, issueBodyWire, previewWire } from '../api/wire.ts';
import { previewView } from '../portal/preview-view.ts';
import { invoiceView } from '../portal/public-views.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const params = z.object({ id: z.string().max(80) });

const body = z.strictObject({
  ...issueBodyWire.omit({ sales: true }).shape,
  portal: z.string().max(80).optional().openapi({
    description: 'The slug of the portal whose settings apply; by default your first one in this world.',
  }),
});

type IssueBody = z.output<typeof body>;

const preview = merchantRoute('invoices:write', {
  method: 'post',
  path: '/sales/{id}/invoice/preview',
  tags: ['Sales'],
  summary: 'Preview the invoice of a sale',
  description: 'Refuses whatever `POST …/invoice` would refuse, and claims nothing.',
  request: { params, ...jsonBody(body) },
  responses: { 200: jsonAnswer(previewWire, 'The document, not sealed.'), ...REFUSAL },
});

const create = merchantRoute('invoices:write', {
  method: 'post',
  path: '/sales/{id}/invoice',
  tags: ['Sales'],
  summary: 'Invoice a sale for a customer',
  description:
    'Applies every rule of a portal except its deadline, which is your decision. A repetition for the same receptor answers the same invoice, even if the customer made it; for another receptor it answers 409.',
  request: { params, ...jsonBody(body) },
  responses: {
    200: jsonAnswer(invoiceWire, 'The existing invoice.'),
    201: jsonAnswer(invoiceWire, 'Stamped.'),
    202: jsonAnswer(invoiceWire, 'Being stamped: ask `links.self` again.'),
    ...REFUSAL,
  },
});

/** The routes `POST /sales/{id}/invoice` and its preview. */
export function saleInvoiceRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { invoicing } = services;
  api.openapi(preview, async (c) => {
    const language = languageOf(c);
    const asked = { principal: c.get('principal'), saleId: c.req.valid('param').id, language };
    const request = await requestOf(services, asked, c.req.valid('json'));
    await assertNotTaken(invoicing, request);
    const prepared = prepare(request, invoicing.now());
    const refusal = await refusalAhead(invoicing, request, prepared);
    if (refusal) throw refusal;
    const { itemizeIeps } = request.portal.settings;
    const leaving = leavingPreview(await leavingAhead(invoicing, request), prepared);
    return c.json(previewView(prepared.comprobante, prepared.snapshot.sales, { language, itemizeIeps, leaving }), 200);
  });
  api.openapi(create, async (c) => {
    const language = languageOf(c);
    const asked = { principal: c.get('principal'), saleId: c.req.valid('param').id, language };
    // Read after waiting in the queue, because it may have changed meanwhile.
    const begun = await services.issueLine.begin(asked.principal.tenant.merchantId, async () =>
      beginIssue(invoicing, await requestOf(services, asked, c.req.valid('json'))),
    );
    const outcome = await outcomeOf(invoicing, begun);
    if (outcome.kind === 'refused') throw refusalProblem(outcome.invoice);
    const view = invoiceView(services, outcome.invoice, language);
    if (outcome.kind === 'pending') return c.json(view, 202);
    return c.json(view, outcome.isNew ? 201 : 200);
  });
  return api;
}

type Asked = { readonly principal: Principal; readonly saleId: string; readonly language: Language };

function requestOf(
  { invoicing }: Services,
  asked: Asked,
  { portal, email, ...sent }: IssueBody,
): Promise<IssueRequest> {
  const { principal, saleId, language } = asked;
  return issueForCustomer(invoicing, {
    ...{ tenant: principal.tenant, saleId, receptor: sent.receptor, itemizeIeps: sent.desglosarIeps },
    ...{ by: principal.id, language },
    ...(portal !== undefined && { portal }),
    ...(email !== undefined && { email }),
  });
}

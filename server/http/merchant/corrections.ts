/** Correcting an invoice as its merchant: the same steps as for a customer, at any time the merchant decides. */
import { z } from '@hono/zod-openapi';
import type { Receptor } from '../../cfdi/sold.ts';
import { type CorrectionRequest, correct, prepareCorrection } from '../../invoicing/correct.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import { refusedProblem } from '../../invoicing/refusal.ts';
import type { Principal } from '../../merchants/principal.ts';
import { correctionText } from '../../problems/correction-texts.ts';
import type { Language } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { correctedWire, correctionPreviewWire } from '../api/correction-wire.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { receptorWire } from '../api/wire.ts';
import { changesOf, correctedView, lastDayOf } from '../portal/corrected-view.ts';
import { previewView } from '../portal/preview-view.ts';
import { portalDeps } from '../portal/request-link.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownInvoice } from './own-invoice.ts';

const request = {
  params: z.object({ id: z.string().max(80) }),
  ...jsonBody(z.strictObject({ receptor: receptorWire })),
};
const preview = merchantRoute('invoices:write', {
  method: 'post',
  path: '/invoices/{id}/correct/preview',
  tags: ['Invoices'],
  summary: 'Preview the correction of an invoice',
  description: 'Refuses what correcting would refuse. Nothing is stored.',
  request,
  responses: { 200: jsonAnswer(correctionPreviewWire, 'What changes, is issued and is cancelled.'), ...REFUSAL },
});
const route = merchantRoute('invoices:write', {
  method: 'post',
  path: '/invoices/{id}/correct',
  tags: ['Invoices'],
  summary: 'Correct the receptor of an invoice',
  description:
    'Stamps a substitute with relation 04, and then cancels the invoice with motivo 01. If the new data are refused, the invoice stays as it is. A repetition with the same receptor answers the same substitute. The RFC of a sale can be changed once. An invoice with a nota de crédito or a payment, or one being cancelled, cannot be corrected.',
  request,
  responses: {
    200: jsonAnswer(correctedWire, 'The existing substitute.'),
    201: jsonAnswer(correctedWire, 'The substitute; `replaces` shows the progress of the cancellation.'),
    202: jsonAnswer(correctedWire, 'The substitute is being stamped, and the rest follows automatically.'),
    ...REFUSAL,
  },
});

/** The routes `POST /invoices/{id}/correct` and its preview. */
export function correctionRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { invoicing } = services;
  api.openapi(preview, async (c) => {
    const principal = c.get('principal');
    const invoice = await ownInvoice(services, principal, c.req.valid('param').id);
    return c.json(await planView(services, invoice, askedBy(principal, c.req.valid('json')), languageOf(c)), 200);
  });
  api.openapi(route, async (c) => {
    const principal = c.get('principal');
    const invoice = await ownInvoice(services, principal, c.req.valid('param').id);
    const { issued, cancellation } = await correct(invoicing, invoice, askedBy(principal, c.req.valid('json')));
    if (issued.kind === 'refused') throw refusedProblem(portalDeps(services), issued.invoice);
    const pair = { substitute: issued.invoice, replaced: invoice };
    const view = await correctedView(services, pair, cancellation, languageOf(c));
    if (issued.kind === 'pending') return c.json(view, 202);
    return c.json(view, issued.isNew ? 201 : 200);
  });
  return api;
}

function askedBy(principal: Principal, { receptor }: { readonly receptor: Receptor }): CorrectionRequest {
  return { receptor, principal, origin: 'merchant', by: principal.id };
}

/** Builds what a correction would change, issue and cancel. Throws what correcting would throw. */
export async function planView(
  { invoicing }: Services,
  invoice: Invoice,
  asked: CorrectionRequest,
  language: Language,
): Promise<z.output<typeof correctionPreviewWire>> {
  const view = { receptor: invoice.snapshot.receptor, changes: changesOf(invoice, asked.receptor) };
  const found = await prepareCorrection(invoicing, invoice, asked);
  // Already made: requesting it returns what exists.
  if ('substitute' in found) return view;
  const { needed, until } = found.acceptance;
  const serieFolio = `${invoice.serie}-${invoice.folio}`;
  const detail =
    needed && until !== undefined
      ? correctionText('by-merchant-accepted', { serieFolio, until: lastDayOf(until, language) }, language)
      : correctionText('by-merchant', { serieFolio }, language);
  const { comprobante, snapshot } = found.prepared;
  const { sales, itemizeIeps } = snapshot;
  return { ...view, detail, document: previewView(comprobante, sales, { language, itemizeIeps }) };
}

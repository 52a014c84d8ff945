/** Refunds: `POST /v1/sales/{id}/refunds`, the list, and the merchant's decision on those that need one. */
import { z } from '@hono/zod-openapi';
import { toMicro } from '../../cfdi/money.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import { REFUND_STATES, type Refund } from '../../invoicing/refund.ts';
import {
  decideRefund,
  previewRefund,
  type RefundOutcome,
  type RefundPreview,
  type RefundRequest,
  registerRefund,
} from '../../invoicing/refunds.ts';
import type { Principal } from '../../merchants/principal.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { type Language, Problem } from '../../problems/problem.ts';
import { refundWire } from '../../sales/refund-wire.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire, previewWire, receptorWire } from '../api/wire.ts';
import { previewView } from '../portal/preview-view.ts';
import { invoiceView } from '../portal/public-views.ts';
import { lookingMerchant } from '../portal/viewer.ts';
import { BY_BRANCH, createMerchantApi, merchantRoute } from './merchant-api.ts';
import { nextOf } from './next-page.ts';
import { ownSale } from './own-sale.ts';
import { relationWire } from './related-cfdi.ts';

const params = z.object({ id: z.string().max(80) });

const { nombre, codigoPostal, regimenFiscal } = receptorWire.shape;
const receptorToday = z.strictObject({ nombre, codigoPostal, regimenFiscal });

/** A refund as the API answers it. */
export const refundAnswerWire = z
  .object({
    id: z.string(),
    sale: z.string(),
    reference: z.string().optional(),
    status: z.enum(REFUND_STATES).openapi({
      description:
        '`waiting`: the invoice of the sale, or its cancellation, is in progress. `awaiting-approval`: approve or decline it. `reduced`: the sale was not invoiced, and what is left of it can be. `credited`: a nota de crédito is issued, see `egreso`.',
    }),
    total: z.string(),
    date: z.string(),
    formaPago: z.string(),
    egreso: invoiceWire.optional(),
    reason: z.string().optional(),
  })
  .openapi('Refund');

const register = merchantRoute('sales:write', {
  ...BY_BRANCH,
  method: 'post',
  path: '/sales/{id}/refunds',
  tags: ['Refunds'],
  summary: 'Register a refund',
  description:
    'A sale that is not invoiced is reduced, or closed if all of it was refunded. An invoiced sale gets a nota de crédito. A repetition with the same `reference` answers the existing refund. The nota de crédito is shown with the scope `invoices:read`.',
  request: { params, ...jsonBody(refundWire) },
  responses: { 201: jsonAnswer(refundAnswerWire, 'Registered.'), ...REFUSAL },
});

/** What a refund would lead to, as the API answers it. */
export const refundPreviewWire = z
  .object({
    outcome: z.enum(['reduced', 'closed', 'credited', 'awaiting-approval', 'waiting']).openapi({
      description:
        '`reduced` and `closed`: the sale is not invoiced. `credited`: `egreso` would be issued; `awaiting-approval`: it would be issued when you approve it. `waiting`: the invoice of the sale, or its cancellation, is in progress.',
    }),
    left: z.string().optional().openapi({ description: 'What can still be invoiced of a `reduced` sale.' }),
    egreso: previewWire.omit({ request: true }).optional(),
    relation: relationWire.optional().openapi({ description: 'The relation of the nota de crédito to the invoice.' }),
    invoice: z.object({ id: z.string(), serie: z.string(), folio: z.string() }).optional(),
  })
  .openapi('RefundPreview');

type RefundPreviewView = z.output<typeof refundPreviewWire>;

const preview = merchantRoute('sales:write', {
  ...BY_BRANCH,
  method: 'post',
  path: '/sales/{id}/refunds/preview',
  tags: ['Refunds'],
  summary: 'Preview a refund',
  description:
    'Refuses whatever registering it would refuse, and registers nothing. The nota de crédito and its invoice also require the scope `invoices:read`.',
  request: { params, ...jsonBody(refundWire) },
  responses: { 200: jsonAnswer(refundPreviewWire, 'The sale or the nota de crédito as it would be.'), ...REFUSAL },
});

const query = z.object({
  status: z.enum(REFUND_STATES).optional(),
  sale: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: nextOf('ref').optional(),
});

const list = merchantRoute('sales:read', {
  ...BY_BRANCH,
  method: 'get',
  path: '/refunds',
  tags: ['Refunds'],
  summary: 'List refunds, newest first',
  description: 'Their notas de crédito also require the scope `invoices:read`.',
  request: { query },
  responses: {
    200: jsonAnswer(z.object({ refunds: z.array(refundAnswerWire), next: z.string().optional() }), 'A page.'),
    ...REFUSAL,
  },
});

const approve = merchantRoute('invoices:write', {
  method: 'post',
  path: '/refunds/{id}/approve',
  tags: ['Refunds'],
  summary: 'Approve a refund and issue its nota de crédito',
  description:
    'Applies to a refund that awaits approval, also after its nota de crédito was refused or cancelled. Any other is returned unchanged, unless it was declined.',
  request: { params },
  responses: { 200: jsonAnswer(refundAnswerWire, 'The refund.'), ...REFUSAL },
});

const correct = merchantRoute('invoices:write', {
  method: 'post',
  path: '/refunds/{id}/correct',
  tags: ['Refunds'],
  summary: 'Issue the nota de crédito of a refund with its receptor’s current details',
  description:
    'For a receptor whose details in the SAT’s register have changed since the invoice, so that its nota de crédito was refused. The RFC stays. Otherwise like approving it.',
  request: { params, ...jsonBody(z.strictObject({ receptor: receptorToday })) },
  responses: { 200: jsonAnswer(refundAnswerWire, 'The refund.'), ...REFUSAL },
});

const decline = merchantRoute('invoices:write', {
  method: 'post',
  path: '/refunds/{id}/decline',
  tags: ['Refunds'],
  summary: 'Decline a refund',
  description:
    'Applies to a refund that awaits approval, also after its nota de crédito was refused or cancelled. A nota de crédito that is in force has to be cancelled first.',
  request: { params, ...jsonBody(z.strictObject({ reason: z.string().trim().min(3).max(500) })) },
  responses: { 200: jsonAnswer(refundAnswerWire, 'The refund.'), ...REFUSAL },
});

/** The routes that register, preview, list, approve, correct and decline refunds. */
export function refundRoutes(services: Services) {
  const api = createMerchantApi(services, (target) => (target === 'json' ? 'invalid-refund' : 'malformed-request'));
  const { invoicing } = services;
  api.openapi(register, async (c) => {
    const principal = c.get('principal');
    const sale = await ownSale(services, principal, c.req.valid('param').id);
    const asked = requestOf(principal.tenant, sale.id, c.req.valid('json'));
    const outcome = await registerRefund(invoicing, { ...asked, principal });
    return c.json(refundView(services, readable(outcome, principal), languageOf(c)), 201);
  });
  api.openapi(preview, async (c) => {
    const principal = c.get('principal');
    const sale = await ownSale(services, principal, c.req.valid('param').id);
    const asked = requestOf(principal.tenant, sale.id, c.req.valid('json'));
    const view = previewOf(await previewRefund(invoicing, asked), languageOf(c));
    return c.json(readsInvoices(principal) ? view : withoutInvoice(view), 200);
  });
  api.openapi(list, async (c) => {
    const { status: state, limit, cursor: after, sale } = c.req.valid('query');
    const principal = c.get('principal');
    const { tenant, limit: within } = principal;
    const refunds = await invoicing.store.refunds.list(tenant, {
      limit,
      ...(within && { within }),
      ...(state !== undefined && { state }),
      ...(sale !== undefined && { sale }),
      ...(after !== undefined && { after }),
    });
    const next = refunds.length === limit ? refunds.at(-1)?.id : undefined;
    const shown = await Promise.all(refunds.map(async (refund) => ({ refund, ...(await egresoOf(services, refund)) })));
    const views = shown.map((outcome) => refundView(services, readable(outcome, principal), languageOf(c)));
    return c.json({ refunds: views, ...(next !== undefined && { next }) }, 200);
  });
  api.openapi(approve, async (c) => {
    const principal = c.get('principal');
    const refund = await findRefund(services, principal.tenant, c.req.valid('param').id);
    const outcome = await decideRefund(invoicing, refund, { approve: true }, principal);
    return c.json(refundView(services, outcome, languageOf(c)), 200);
  });
  api.openapi(correct, async (c) => {
    const principal = c.get('principal');
    const refund = await findRefund(services, principal.tenant, c.req.valid('param').id);
    const decision = { approve: true, ...c.req.valid('json') } as const;
    return c.json(refundView(services, await decideRefund(invoicing, refund, decision, principal), languageOf(c)), 200);
  });
  api.openapi(decline, async (c) => {
    const principal = c.get('principal');
    const refund = await findRefund(services, principal.tenant, c.req.valid('param').id);
    const decision = { approve: false, reason: c.req.valid('json').reason } as const;
    return c.json(refundView(services, await decideRefund(invoicing, refund, decision, principal), languageOf(c)), 200);
  });
  return api;
}

function readsInvoices({ scopes }: Principal): boolean {
  return scopes.includes('invoices:read');
}

/** What a caller may see of it: a nota de crédito names its receptor, which a till's key has no right to read. */
function readable({ refund, egreso }: RefundOutcome, principal: Principal): RefundOutcome {
  return { refund, ...(egreso && readsInvoices(principal) && { egreso }) };
}

function withoutInvoice({ outcome, left }: RefundPreviewView): RefundPreviewView {
  return { outcome, ...(left !== undefined && { left }) };
}

/** Converts a submitted refund to the verb's request. */
export function requestOf(
  tenant: Tenant,
  saleId: string,
  { reference, conceptos = [], ...sent }: z.output<typeof refundWire>,
): RefundRequest {
  return { ...{ tenant, saleId, conceptos }, ...sent, ...(reference !== undefined && { reference }) };
}

/** Builds the view of what a refund would lead to. */
export function previewOf(found: RefundPreview, language: Language): RefundPreviewView {
  if (found.kind === 'waiting') return { outcome: 'waiting' };
  if (found.kind === 'reduced') {
    return toMicro(found.left) === 0n ? { outcome: 'closed' } : { outcome: 'reduced', left: found.left };
  }
  const { comprobante, invoice, needsApproval } = found;
  const [related] = comprobante.cfdiRelacionados;
  return {
    outcome: needsApproval ? 'awaiting-approval' : 'credited',
    egreso: previewView(comprobante, [], { language, itemizeIeps: false }),
    ...(related && { relation: { tipoRelacion: related.tipoRelacion, uuids: [...related.uuids] } }),
    invoice: { id: invoice.id, serie: invoice.serie, folio: String(invoice.folio) },
  };
}

async function findRefund({ invoicing }: Services, tenant: Tenant, id: string): Promise<Refund> {
  const refund = await invoicing.store.refunds.get(tenant, id);
  if (!refund) throw new Problem('unknown-resource');
  return refund;
}

async function egresoOf({ invoicing }: Services, { invoiceId }: Refund): Promise<{ readonly egreso?: Invoice }> {
  const egreso = invoiceId === undefined ? undefined : await invoicing.store.invoices.get(invoiceId);
  return egreso ? { egreso } : {};
}

/** Builds the merchant's view of a refund and its nota de crédito. */
export function refundView(
  services: Services,
  { refund, egreso }: RefundOutcome,
  language: Language,
): z.output<typeof refundAnswerWire> {
  const { id, saleId: sale, reference, state: status, total, date, formaPago, reason } = refund;
  return {
    ...{ id, sale, status, total, date, formaPago },
    ...(reference !== undefined && { reference }),
    ...(egreso && { egreso: invoiceView(services, egreso, language, lookingMerchant(services)) }),
    ...(reason !== undefined && { reason }),
  };
}

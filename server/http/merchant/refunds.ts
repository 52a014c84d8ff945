/** Refunds: `POST /v1/sales/{id}/refunds`, the list, and the merchant's word on those that wait for it. */
import { z } from '@hono/zod-openapi';
import type { Invoice } from '../../invoicing/invoice.ts';
import { REFUND_STATES, type Refund } from '../../invoicing/refund.ts';
import { decideRefund, type RefundOutcome, registerRefund } from '../../invoicing/refunds.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { type Language, Problem } from '../../problems/problem.ts';
import { refundWire } from '../../sales/refund-wire.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire } from '../api/wire.ts';
import { invoiceView } from '../portal/public-views.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const params = z.object({ id: z.string().max(80) });

const answer = z
  .object({
    id: z.string(),
    sale: z.string(),
    reference: z.string().optional(),
    status: z.enum(REFUND_STATES).openapi({
      description:
        '`waiting`: the invoice of the sale is under way. `awaiting-approval`: approve or decline it. `reduced`: nobody had invoiced the sale, and what is left of it can be invoiced. `credited`: a nota de crédito is issued, see `egreso`.',
    }),
    total: z.string(),
    date: z.string(),
    formaPago: z.string(),
    egreso: invoiceWire.optional(),
    reason: z.string().optional(),
  })
  .openapi('Refund');

const register = merchantRoute('sales:write', {
  method: 'post',
  path: '/sales/{id}/refunds',
  tags: ['Refunds'],
  summary: 'Register a refund',
  description:
    'A sale that nobody has invoiced shrinks, or closes when all of it was given back. An invoiced one gets a nota de crédito. The same `reference` again answers the refund that is there.',
  request: { params, ...jsonBody(refundWire) },
  responses: { 201: jsonAnswer(answer, 'Registered.'), ...REFUSAL },
});

const query = z.object({
  status: z.enum(REFUND_STATES).optional(),
  sale: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(80).optional().openapi({ description: 'The `next` of the page before.' }),
});

const list = merchantRoute('sales:read', {
  method: 'get',
  path: '/refunds',
  tags: ['Refunds'],
  summary: 'Refunds, newest first',
  request: { query },
  responses: {
    200: jsonAnswer(z.object({ refunds: z.array(answer), next: z.string().optional() }), 'A page.'),
    ...REFUSAL,
  },
});

const approve = merchantRoute('invoices:write', {
  method: 'post',
  path: '/refunds/{id}/approve',
  tags: ['Refunds'],
  summary: 'Issue the nota de crédito of a refund',
  description: 'Of one that awaits approval, or whose nota de crédito was refused. Any other is answered as it is.',
  request: { params },
  responses: { 200: jsonAnswer(answer, 'The refund.'), ...REFUSAL },
});

const decline = merchantRoute('invoices:write', {
  method: 'post',
  path: '/refunds/{id}/decline',
  tags: ['Refunds'],
  summary: 'Say that a refund is none',
  request: { params, ...jsonBody(z.strictObject({ reason: z.string().trim().min(3).max(500) })) },
  responses: { 200: jsonAnswer(answer, 'The refund.'), ...REFUSAL },
});

export function refundRoutes(services: Services) {
  const api = createMerchantApi(services, (target) => (target === 'json' ? 'invalid-refund' : 'malformed-request'));
  const { invoicing } = services;
  api.openapi(register, async (c) => {
    const { tenant } = c.get('principal');
    const { reference, conceptos = [], ...body } = c.req.valid('json');
    const outcome = await registerRefund(invoicing, {
      ...{ tenant, saleId: c.req.valid('param').id, conceptos },
      ...body,
      ...(reference !== undefined && { reference }),
    });
    return c.json(refundView(services, outcome, languageOf(c)), 201);
  });
  api.openapi(list, async (c) => {
    const { status: state, limit, cursor: after, sale } = c.req.valid('query');
    const refunds = await invoicing.store.refunds.list(c.get('principal').tenant, {
      limit,
      ...(state !== undefined && { state }),
      ...(sale !== undefined && { sale }),
      ...(after !== undefined && { after }),
    });
    const next = refunds.length === limit ? refunds.at(-1)?.id : undefined;
    const shown = await Promise.all(refunds.map(async (refund) => ({ refund, ...(await egresoOf(services, refund)) })));
    const views = shown.map((outcome) => refundView(services, outcome, languageOf(c)));
    return c.json({ refunds: views, ...(next !== undefined && { next }) }, 200);
  });
  api.openapi(approve, async (c) => {
    const refund = await findRefund(services, c.get('principal').tenant, c.req.valid('param').id);
    return c.json(refundView(services, await decideRefund(invoicing, refund, { approve: true }), languageOf(c)), 200);
  });
  api.openapi(decline, async (c) => {
    const refund = await findRefund(services, c.get('principal').tenant, c.req.valid('param').id);
    const decision = { approve: false, reason: c.req.valid('json').reason } as const;
    return c.json(refundView(services, await decideRefund(invoicing, refund, decision), languageOf(c)), 200);
  });
  return api;
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

function refundView(
  services: Services,
  { refund, egreso }: RefundOutcome,
  language: Language,
): z.output<typeof answer> {
  const { id, saleId: sale, reference, state: status, total, date, formaPago, reason } = refund;
  return {
    ...{ id, sale, status, total, date, formaPago },
    ...(reference !== undefined && { reference }),
    ...(egreso && { egreso: invoiceView(services, egreso, language) }),
    ...(reason !== undefined && { reason }),
  };
}

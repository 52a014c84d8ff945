/** Cancelling an invoice: what it takes, asking for it, and how far it has come. */
import { z } from '@hono/zod-openapi';
import { type CancelOutcome, cancel, previewCancellation } from '../../invoicing/cancel.ts';
import { CANCELLATION_STATES, type Cancellation } from '../../invoicing/cancellation.ts';
import type { CancellationStep } from '../../invoicing/cancellation-store.ts';
import type { CancellationTerms } from '../../invoicing/cancellation-terms.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import { assertInvoiceMonthOpen } from '../../invoicing/month-lock.ts';
import { settleCancellation } from '../../invoicing/settle-cancellation.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { cancellationRefusal } from '../../problems/notice-texts.ts';
import { type Language, Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { cancellationWarnings } from './cancellation-warnings.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const params = z.object({ id: z.string().max(80) });
const tags = ['Invoices'];

const warning = z.object({ code: z.string(), detail: z.string() });

const acceptance = z
  .object({
    needed: z.boolean(),
    until: z.string().nullable().openapi({
      description:
        'Where it is needed: until when the customer may answer. Where it is not because the invoice is new: until when that holds.',
    }),
  })
  .openapi('CancellationAcceptance');

/** A cancellation as the API answers it. */
export const cancellationWire = z
  .object({
    id: z.string(),
    invoice: z.string(),
    status: z.enum(CANCELLATION_STATES).openapi({
      description: '`canceled` is said when the SAT’s public status says Cancelado, and never before.',
    }),
    motivo: z.enum(['01', '02', '03', '04']),
    substitute: z.string().optional().openapi({ description: 'Folio fiscal of the invoice that replaces it.' }),
    acceptance,
    how: z.enum(['sin-aceptacion', 'con-aceptacion', 'plazo-vencido']).optional(),
    refusal: warning.optional(),
    requestedAt: z.string(),
    settledAt: z.string().optional(),
  })
  .openapi('Cancellation');

const termsWire = z
  .object({
    acceptance: acceptance.extend({
      rule: z.string().openapi({ description: 'Which rule of RMF 2.7.1.35 says so; `sat` when the SAT itself did.' }),
    }),
    related: z.boolean().openapi({ description: 'The SAT says that live related documents have to go first.' }),
    deadline: z.object({
      lastDay: z.string(),
      over: z.boolean(),
      fine: z.object({ from: z.string(), to: z.string() }).optional(),
    }),
    warnings: z.array(warning),
  })
  .openapi('CancellationTerms');

const terms = merchantRoute('invoices:read', {
  method: 'get',
  path: '/invoices/{id}/cancellation-terms',
  tags,
  summary: 'What cancelling an invoice will take',
  description: 'The SAT is asked; where it does not answer, the rules of the RMF speak. Nothing is cancelled.',
  request: { params },
  responses: { 200: jsonAnswer(termsWire, 'As of now.'), ...REFUSAL },
});

const ask = merchantRoute('invoices:write', {
  method: 'post',
  path: '/invoices/{id}/cancel',
  tags,
  summary: 'Cancel a stamped invoice',
  description:
    'Asked for once, however often it is called. The answer comes when it is over or after eight seconds; it goes on by itself until the SAT’s status is final. When it is cancelled its sales can be invoiced again.',
  request: {
    params,
    ...jsonBody(
      z.strictObject({
        motivo: z.enum(['01', '02', '03', '04']),
        substitute: z.string().min(1).max(80).optional().openapi({
          description: 'With motivo 01, and only then: id or folio fiscal of the invoice that relates to it with 04.',
        }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer(cancellationWire, 'It is over: `canceled` or `rejected`.'),
    202: jsonAnswer(cancellationWire, 'It is under way.'),
    ...REFUSAL,
  },
});

const read = merchantRoute('invoices:read', {
  method: 'get',
  path: '/cancellations/{id}',
  tags,
  summary: 'How far a cancellation has come',
  request: { params },
  responses: {
    200: jsonAnswer(
      cancellationWire
        .extend({
          history: z.array(z.object({ what: z.string(), at: z.string(), reason: z.string().optional() })),
        })
        .openapi('CancellationWithHistory'),
      'With what happened to it, oldest first.',
    ),
    ...REFUSAL,
  },
});

const lookUp = merchantRoute('invoices:write', {
  method: 'post',
  path: '/cancellations/{id}/look-up',
  tags,
  summary: 'Ask the SAT about a cancellation now',
  description: 'It is asked by itself after a minute, five, thirty, and then every hour.',
  request: { params },
  responses: { 200: jsonAnswer(cancellationWire, 'As the SAT says now.'), ...REFUSAL },
});

/** The routes that cancel an invoice: its terms, asking for the cancellation, reading it, and asking the SAT about it. */
export function cancellationRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { invoicing } = services;
  api.openapi(terms, async (c) => {
    const invoice = await invoiceOf(services, c.get('principal').tenant, c.req.valid('param').id);
    const found = await previewCancellation(invoicing, invoice);
    return c.json(termsView(found, invoicing.now(), languageOf(c)), 200);
  });
  api.openapi(ask, async (c) => {
    const { id: by, tenant } = c.get('principal');
    const invoice = await invoiceOf(services, tenant, c.req.valid('param').id);
    const { motivo, substitute } = c.req.valid('json');
    await assertInvoiceMonthOpen(invoicing, invoice, c.get('principal'));
    const outcome = await cancel(invoicing, invoice, { motivo, by, ...(substitute !== undefined && { substitute }) });
    const view = cancellationView(outcome.cancellation, languageOf(c));
    return c.json(view, outcome.cancellation.settledAt === undefined ? 202 : 200);
  });
  api.openapi(read, async (c) => {
    const cancellation = await cancellationOf(services, c.get('principal').tenant, c.req.valid('param').id);
    const steps = await invoicing.store.cancellations.stepsOf(cancellation.id);
    return c.json({ ...cancellationView(cancellation, languageOf(c)), history: steps.map(stepView) }, 200);
  });
  api.openapi(lookUp, async (c) => {
    const cancellation = await cancellationOf(services, c.get('principal').tenant, c.req.valid('param').id);
    return c.json(cancellationView(await settleCancellation(invoicing, cancellation), languageOf(c)), 200);
  });
  return api;
}

async function invoiceOf({ invoicing }: Services, { merchantId, world }: Tenant, id: string): Promise<Invoice> {
  const invoice = await invoicing.store.invoices.get(id);
  if (invoice?.merchantId !== merchantId || invoice.world !== world) throw new Problem('unknown-resource');
  return invoice;
}

async function cancellationOf({ invoicing }: Services, tenant: Tenant, id: string): Promise<Cancellation> {
  const cancellation = await invoicing.store.cancellations.get(id);
  const { merchantId, world } = cancellation?.tenant ?? {};
  if (!cancellation || merchantId !== tenant.merchantId || world !== tenant.world)
    throw new Problem('unknown-resource');
  return cancellation;
}

/** A cancellation for its merchant. */
export function cancellationView(
  cancellation: CancelOutcome['cancellation'],
  language: Language,
): z.output<typeof cancellationWire> {
  const { id, invoiceId, state, motivo, substitute, acceptanceNeeded, acceptanceUntil, how, refusal } = cancellation;
  const { pacId: pac = '', createdAt, settledAt } = cancellation;
  return {
    ...{ id, invoice: invoiceId, status: state, motivo, requestedAt: iso(createdAt) },
    ...(substitute !== undefined && { substitute }),
    acceptance: { needed: acceptanceNeeded, until: acceptanceUntil === undefined ? null : iso(acceptanceUntil) },
    ...(how && { how }),
    ...(refusal && {
      refusal: { code: refusal.code, detail: cancellationRefusal({ ...refusal, pac }, language) },
    }),
    ...(settledAt !== undefined && { settledAt: iso(settledAt) }),
  };
}

function termsView(found: CancellationTerms, now: number, language: Language): z.output<typeof termsWire> {
  const { acceptance: accepts, deadline, isBlocked } = found;
  const { needed, rule, until } = accepts;
  const { lastDay, isOver: over, fine } = deadline;
  return {
    acceptance: { needed, rule, until: until === undefined ? null : iso(until) },
    related: isBlocked,
    deadline: { lastDay, over, ...(fine && { fine }) },
    warnings: [...cancellationWarnings(found, now, language)],
  };
}

function stepView({ kind, at, reason }: CancellationStep) {
  return { what: kind, at: iso(at), ...(reason !== undefined && { reason }) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

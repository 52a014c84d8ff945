/** Cancelling an invoice: the terms, the cancellation itself, and its progress. */
import { z } from '@hono/zod-openapi';
import { type CancelOutcome, cancel, previewCancellation } from '../../invoicing/cancel.ts';
import { CANCELLATION_STATES, type Cancellation, type Motivo } from '../../invoicing/cancellation.ts';
import type { CancellationStep } from '../../invoicing/cancellation-store.ts';
import type { CancellationTerms } from '../../invoicing/cancellation-terms.ts';
import { settleCancellation } from '../../invoicing/settle-cancellation.ts';
import { cancellationRefusal } from '../../problems/notice-texts.ts';
import { type Language, Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { cancellationWarnings } from './cancellation-warnings.ts';
import { BY_BRANCH, createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownInvoice } from './own-invoice.ts';
import type { Reach } from './own-sale.ts';

const params = z.object({ id: z.string().max(80) });
const tags = ['Invoices'];

const warning = z.object({ code: z.string(), detail: z.string() });

const acceptance = z
  .object({
    needed: z.boolean(),
    until: z.string().nullable().openapi({
      description:
        'If acceptance is needed, the end of the customer’s time to answer. If it is not needed because the invoice is new, the end of that exemption.',
    }),
  })
  .openapi('CancellationAcceptance');

/** Why a CFDI is cancelled, by the SAT's codes. */
export const motivoWire = z.enum(['01', '02', '03', '04'] satisfies readonly Motivo[]);

/** A cancellation as the API answers it. */
export const cancellationWire = z
  .object({
    id: z.string(),
    invoice: z.string(),
    status: z.enum(CANCELLATION_STATES).openapi({
      description: '`canceled` only once the SAT’s public status is Cancelado.',
    }),
    motivo: motivoWire,
    substitute: z.string().optional().openapi({ description: 'The folio fiscal of the invoice that replaces it.' }),
    acceptance,
    how: z.enum(['sin-aceptacion', 'con-aceptacion', 'plazo-vencido']).optional(),
    refusal: warning.optional(),
    requestedAt: z.string(),
    settledAt: z.string().optional(),
  })
  .openapi('Cancellation');

/** What cancelling would require, as the API answers it. */
export const termsWire = z
  .object({
    acceptance: acceptance.extend({
      rule: z
        .string()
        .openapi({ description: 'The rule of RMF 2.7.1.35 that applies, or `sat` if the SAT itself said so.' }),
    }),
    related: z.boolean().openapi({
      description:
        'Whether related documents must be cancelled first: the SAT says so, or a credit note of yours relates to it.',
    }),
    deadline: z.object({
      lastDay: z.string(),
      over: z.boolean(),
      fine: z.object({ from: z.string(), to: z.string() }).optional(),
    }),
    warnings: z.array(warning),
  })
  .openapi('CancellationTerms');

const terms = merchantRoute('invoices:read', {
  ...BY_BRANCH,
  method: 'get',
  path: '/invoices/{id}/cancellation-terms',
  tags,
  summary: 'Get the terms of cancelling an invoice',
  description: 'Asks the SAT, or applies the rules of the RMF if it does not answer. Nothing is cancelled.',
  request: { params },
  responses: { 200: jsonAnswer(termsWire, 'As of now.'), ...REFUSAL },
});

const ask = merchantRoute('invoices:write', {
  method: 'post',
  path: '/invoices/{id}/cancel',
  tags,
  summary: 'Cancel a stamped invoice',
  description:
    'Idempotent: the cancellation is requested once, however often you call. The answer comes when it has finished, or after eight seconds; it then continues until the SAT’s status is final. After the cancellation, the sales can be invoiced again.',
  request: {
    params,
    ...jsonBody(
      z.strictObject({
        motivo: motivoWire,
        substitute: z.string().min(1).max(80).optional().openapi({
          description: 'Only with motivo 01: the id or folio fiscal of the invoice that relates to it with 04.',
        }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer(cancellationWire, 'It has finished: `canceled` or `rejected`.'),
    202: jsonAnswer(cancellationWire, 'It is in progress.'),
    ...REFUSAL,
  },
});

const read = merchantRoute('invoices:read', {
  ...BY_BRANCH,
  method: 'get',
  path: '/cancellations/{id}',
  tags,
  summary: 'Get a cancellation and its progress',
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
  description: 'The server also asks automatically after one, five and thirty minutes, and then every hour.',
  request: { params },
  responses: { 200: jsonAnswer(cancellationWire, 'As the SAT says now.'), ...REFUSAL },
});

/** The routes that cancel an invoice: its terms, the request, its state, and asking the SAT about it. */
export function cancellationRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { invoicing } = services;
  api.openapi(terms, async (c) => {
    const invoice = await ownInvoice(services, c.get('principal'), c.req.valid('param').id);
    const found = await previewCancellation(invoicing, invoice);
    return c.json(termsView(found, invoicing.now(), languageOf(c)), 200);
  });
  api.openapi(ask, async (c) => {
    const principal = c.get('principal');
    const invoice = await ownInvoice(services, principal, c.req.valid('param').id);
    const { motivo, substitute } = c.req.valid('json');
    const asked = { motivo, by: principal.id, principal, ...(substitute !== undefined && { substitute }) };
    const outcome = await cancel(invoicing, invoice, asked);
    const view = cancellationView(outcome.cancellation, languageOf(c));
    return c.json(view, outcome.cancellation.settledAt === undefined ? 202 : 200);
  });
  api.openapi(read, async (c) => {
    const cancellation = await ownCancellation(services, c.get('principal'), c.req.valid('param').id);
    const steps = await invoicing.store.cancellations.stepsOf(cancellation.id);
    return c.json({ ...cancellationView(cancellation, languageOf(c)), history: steps.map(stepView) }, 200);
  });
  api.openapi(lookUp, async (c) => {
    const cancellation = await ownCancellation(services, c.get('principal'), c.req.valid('param').id);
    return c.json(cancellationView(await settleCancellation(invoicing, cancellation), languageOf(c)), 200);
  });
  return api;
}

async function ownCancellation(services: Services, reach: Reach, id: string): Promise<Cancellation> {
  const cancellation = await services.invoicing.store.cancellations.get(id);
  if (!cancellation) throw new Problem('unknown-resource');
  await ownInvoice(services, reach, cancellation.invoiceId);
  return cancellation;
}

/** Builds the merchant's view of a cancellation. */
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

/** Builds the merchant's view of what cancelling would require. */
export function termsView(found: CancellationTerms, now: number, language: Language): z.output<typeof termsWire> {
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

/** Builds the view of one step of a cancellation. */
export function stepView({ kind, at, reason }: CancellationStep) {
  return { what: kind, at: iso(at), ...(reason !== undefined && { reason }) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

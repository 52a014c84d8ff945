/** The merchant's view of a request: who asks for what, its state, what blocks it, and which sales it may mean. */
import { z } from '@hono/zod-openapi';
import { formatMicro, sum, toMicro } from '../../cfdi/money.ts';
import { counterOf, matchedSales } from '../../invoicing/request-sales.ts';
import type { Hindrance, InvoiceRequest } from '../../invoicing/request-store.ts';
import type { Language } from '../../problems/problem.ts';
import { hindranceText } from '../../problems/request-texts.ts';
import type { Sale } from '../../sales/sale.ts';
import { faultBody } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire, lookupWire, receptorWire, requestWire } from '../api/wire.ts';
import { invoiceView } from '../portal/public-views.ts';
import { requestLink } from '../portal/request-link.ts';
import { invoiceOf } from '../portal/request-view.ts';
import { lookingMerchant } from '../portal/viewer.ts';

const requestedSale = z.object({
  id: z.string(),
  folio: z.string(),
  date: z.string(),
  branch: z.string().optional(),
  total: z.string(),
  moneda: z.string(),
  inGlobal: z.object({ id: z.string(), serie: z.string(), folio: z.string() }).optional().openapi({
    description: 'The factura global that holds it. Accepting also takes the sale out of it.',
  }),
});

/** A request in the merchant's queue. */
export const queuedRequestWire = z
  .object({
    id: z.string(),
    status: requestWire.shape.status,
    waitsFor: z.enum(['sale', 'merchant']).optional().openapi({ description: 'What an open request waits for.' }),
    reason: z.string(),
    corrects: z.string().optional().openapi({ description: 'The id of the invoice to correct.' }),
    portal: z.string(),
    sales: z.array(requestedSale).openapi({
      description:
        'The sales that it is about or, if an open request does not name them, those that match what was typed.',
    }),
    isSaleKnown: z.boolean().openapi({ description: 'False if `sales` are only candidates.' }),
    total: z.string().optional().openapi({ description: 'The total of its sales, if they share a currency.' }),
    lookup: lookupWire,
    receptor: receptorWire.partial(),
    email: z.string().optional(),
    hindrance: z
      .object({
        code: z.string(),
        detail: z.string(),
        errors: z.array(
          z.object({ pointer: z.string(), code: z.string(), satCode: z.string().optional(), detail: z.string() }),
        ),
      })
      .optional()
      .openapi({ description: 'Why the last attempt to invoice it failed.' }),
    createdAt: z.string(),
    expiresAt: z.string().optional(),
    settledAt: z.string().optional(),
    settledBy: z.string().optional().openapi({ description: '`automatic`, or the id of the key or person.' }),
    answer: z.string().optional(),
    invoice: invoiceWire.optional(),
    links: z.object({
      self: z.string().openapi({ description: 'The customer’s view of it, for about twelve hours.' }),
    }),
  })
  .openapi('QueuedRequest');

/** A request in the merchant's queue, as it is serialized. */
export type QueuedView = z.output<typeof queuedRequestWire>;

/** Builds the merchant's view of a request, with the sales that it is about, or those that match what the customer typed. */
export async function queuedView(services: Services, request: InvoiceRequest, language: Language): Promise<QueuedView> {
  const { id, status, reason, portalSlug, lookup, receptor, email, createdAt, saleIds, corrects } = request;
  const invoice = await invoiceOf(services, request);
  const sales = await salesOf(services, request);
  const total = saleIds.length > 0 ? totalOf(sales) : undefined;
  return {
    ...{ id, status, reason, portal: portalSlug, lookup, receptor },
    ...(corrects !== undefined && { corrects }),
    ...(request.status === 'open' && openFacts(request, language)),
    sales: await Promise.all(
      sales.map(async (sale) => ({
        ...{
          id: sale.id,
          folio: sale.body.folio,
          date: sale.body.date,
          total: sale.body.total,
          moneda: sale.body.moneda,
        },
        ...(sale.body.branch !== undefined && { branch: sale.body.branch }),
        ...(await globalOf(services, sale)),
      })),
    ),
    isSaleKnown: saleIds.length > 0,
    ...(total !== undefined && { total }),
    ...(email !== undefined && { email }),
    createdAt: timeOf(createdAt),
    ...(request.status !== 'open' && { settledAt: timeOf(request.settled.at), settledBy: request.settled.by }),
    ...(request.status === 'declined' && { answer: request.answer }),
    ...(invoice && { invoice: invoiceView(services, invoice, language, lookingMerchant(services)) }),
    links: { self: requestLink(services, id, lookingMerchant(services)) },
  };
}

function openFacts(request: InvoiceRequest & { readonly status: 'open' }, language: Language) {
  if (request.waitsFor === 'sale') return { waitsFor: 'sale' as const, expiresAt: timeOf(request.expiresAt) };
  const { hindrance, expiresAt } = request;
  return {
    waitsFor: 'merchant' as const,
    ...(expiresAt !== undefined && { expiresAt: timeOf(expiresAt) }),
    ...(hindrance && { hindrance: hindranceBody(hindrance, language) }),
  };
}

/** Builds the reason why a request waits, with the faults of each field. */
export function hindranceBody({ code, faults = [] }: Hindrance, language: Language) {
  return {
    code,
    detail: hindranceText(code, language),
    errors: faults.map((fault) => faultBody(fault, language)),
  };
}

/** The sales that the request is about, or those that it may mean while it waits. */
async function salesOf({ invoicing }: Services, request: InvoiceRequest): Promise<readonly Sale[]> {
  const { tenant, saleIds, status } = request;
  if (saleIds.length > 0) {
    const found = await Promise.all(saleIds.map((id) => invoicing.store.sales.get(tenant, id)));
    return found.flatMap((sale) => sale ?? []);
  }
  if (status === 'declined' || Object.keys(request.lookup).length === 0) return [];
  const matched = await matchedSales(invoicing, request, await counterOf(invoicing, request));
  return matched.kind === 'sales' ? matched.sales : [];
}

/** The factura global that holds the sale, if one does. */
async function globalOf({ invoicing }: Services, { invoiceId }: Sale) {
  const held = invoiceId === undefined ? undefined : await invoicing.store.invoices.get(invoiceId);
  if (held?.state !== 'stamped' || held.snapshot.kind !== 'global') return {};
  return { inGlobal: { id: held.id, serie: held.serie, folio: String(held.folio) } };
}

function totalOf(sales: readonly Sale[]): string | undefined {
  if (new Set(sales.map(({ body }) => body.moneda)).size !== 1) return undefined;
  return formatMicro(sum(sales.map(({ body }) => toMicro(body.total))), 2);
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}

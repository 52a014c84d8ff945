/** Lists a merchant's invoices by state, portal, branch, date, customer, number or sale. */
import { z } from '@hono/zod-openapi';
import { INVOICE_KINDS } from '../../invoicing/claim.ts';
import type { InvoiceState } from '../../invoicing/invoice.ts';
import type { InvoiceQuery } from '../../invoicing/invoice-store.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire } from '../api/wire.ts';
import { listedInvoiceView, listedInvoiceWire } from './listed-invoice.ts';
import { BY_BRANCH, createMerchantApi, merchantRoute } from './merchant-api.ts';
import { nextOf } from './next-page.ts';

const time = z.iso.datetime({ offset: true, error: 'date-without-offset' });

/** The query parameters of `GET /invoices`. Every filter that is given must match. */
export const invoiceListQuery = z.object({
  status: invoiceWire.shape.status.optional(),
  kind: z.enum(INVOICE_KINDS).optional(),
  portal: z.string().max(80).optional(),
  branch: z.string().max(80).optional().openapi({ description: 'The code of the branch that sold.' }),
  rfc: z.string().max(13).optional().openapi({ description: 'The customer’s RFC.' }),
  serie: z.string().max(25).optional(),
  folio: z.coerce
    .number()
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .openapi({ description: 'The invoice’s.' }),
  sale: z
    .string()
    .max(80)
    .optional()
    .openapi({ description: 'The id of a sale, to list every attempt to invoice it.' }),
  from: time.optional().openapi({ description: 'Created at this time or later.' }),
  to: time.optional().openapi({ description: 'Created before this time.' }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: nextOf('inv').optional(),
});

const list = merchantRoute('invoices:read', {
  ...BY_BRANCH,
  method: 'get',
  path: '/invoices',
  tags: ['Invoices'],
  summary: 'List invoices, newest first',
  description: 'All given criteria must match. `next` is present if there may be more.',
  request: { query: invoiceListQuery },
  responses: {
    200: jsonAnswer(z.object({ invoices: z.array(listedInvoiceWire), next: z.string().optional() }), 'A page.'),
    ...REFUSAL,
  },
});

const STATES: Readonly<Record<z.output<typeof invoiceWire>['status'], readonly InvoiceState[]>> = {
  pending: ['claimed', 'sealed', 'sending', 'in-doubt'],
  stamped: ['stamped'],
  canceled: ['canceled'],
  rejected: ['rejected'],
  'needs-merchant': ['reconcile'],
};

/** The route `GET /invoices`, with filters and pages. */
export function invoiceListRoutes(services: Services) {
  const api = createMerchantApi(services);
  api.openapi(list, async (c) => {
    const asked = c.req.valid('query');
    const { tenant, limit: within } = c.get('principal');
    const query = { ...queryOf(asked), ...(within && { within }) };
    const found = await services.invoicing.store.invoices.find(tenant, query);
    const last = found.length === asked.limit ? found.at(-1)?.id : undefined;
    const invoices = found.map((invoice) => listedInvoiceView(services, invoice, languageOf(c)));
    return c.json({ invoices, ...(last !== undefined && { next: last }) }, 200);
  });
  return api;
}

/** Converts the query to the store’s. */
export function queryOf({ status, from, to, cursor, rfc, ...same }: z.output<typeof invoiceListQuery>): InvoiceQuery {
  const { limit, kind, portal, branch, serie, folio, sale } = same;
  return {
    limit,
    ...(status !== undefined && { states: STATES[status] }),
    ...(kind !== undefined && { kind }),
    ...(portal !== undefined && { portal }),
    ...(branch !== undefined && { branch }),
    ...(rfc !== undefined && { rfc: rfc.toUpperCase() }),
    ...(serie !== undefined && { serie }),
    ...(folio !== undefined && { folio }),
    ...(sale !== undefined && { sale }),
    ...(from !== undefined && { from: Date.parse(from) }),
    ...(to !== undefined && { to: Date.parse(to) }),
    ...(cursor !== undefined && { after: cursor }),
  };
}

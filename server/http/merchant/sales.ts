/** The push API for sales. A sale that is submitted again is updated as long as it is not invoiced. */
import { z } from '@hono/zod-openapi';
import { Problem } from '../../problems/problem.ts';
import { pushWriter, putSales } from '../../sales/put-sales.ts';
import type { Sale } from '../../sales/sale.ts';
import { contextWarnings } from '../../sales/sale-context.ts';
import type { PutSale } from '../../sales/sale-store.ts';
import { checkWire, saleWire } from '../../sales/sale-wire.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import { faultBody, languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { BY_BRANCH, createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownSale } from './own-sale.ts';
import { saleListQuery, salePageOf } from './sale-list-query.ts';
import { saleStoryView, saleStoryWire } from './sale-story-view.ts';
import { mailsOf, mailWire } from './sent-mails.ts';

// Built from the parts of a sale instead of extending it: a document that says "a sale without other members, plus an id" would admit nothing.
/** A stored sale as the API answers it. */
export const storedSaleWire = z
  .object({
    ...saleWire.shape,
    ticketTotal: z.string().optional().openapi({
      description: 'The total that the ticket shows, if part of it is not invoiced, such as gift cards or refunds.',
    }),
    id: z.string(),
    status: z.enum(['open', 'invoiced']),
    result: z.enum(['created', 'updated', 'unchanged', 'locked']).optional(),
    warnings: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
  })
  .openapi('StoredSale');

/** A sale with its mails and its story. What the caller lacks a scope for is absent. */
export const wholeSaleWire = z.object({
  ...storedSaleWire.shape,
  mails: z.array(mailWire),
  ...saleStoryWire.partial().shape,
});

const put = merchantRoute('sales:write', {
  ...BY_BRANCH,
  method: 'post',
  path: '/sales',
  tags: ['Sales'],
  summary: 'Submit a sale',
  description:
    'An inconsistent sale is refused with the difference. A sale that needs an unsupported complement is refused with the reason.',
  request: {
    query: z.object({
      existing: z.enum(['replace', 'refuse']).default('replace').openapi({
        description:
          'What happens if its folio already has another sale: that one is updated as long as it is not invoiced (`replace`), or this one is refused with `folio-taken` (`refuse`), which suits sales that people type. A repetition changes nothing either way.',
      }),
    }),
    body: { content: { 'application/json': { schema: saleWire } }, required: true },
  },
  responses: {
    200: jsonAnswer(storedSaleWire, 'The sale was updated, or did not change.'),
    201: jsonAnswer(storedSaleWire, 'Created.'),
    ...REFUSAL,
  },
});
const list = merchantRoute('sales:read', {
  ...BY_BRANCH,
  method: 'get',
  path: '/sales',
  tags: ['Sales'],
  summary: 'List sales, newest first',
  description: 'All given criteria must match. `next` is present if there may be more.',
  request: { query: saleListQuery },
  responses: {
    200: jsonAnswer(z.object({ sales: z.array(storedSaleWire), next: z.string().optional() }), 'A page.'),
    ...REFUSAL,
  },
});

const show = merchantRoute('sales:read', {
  ...BY_BRANCH,
  method: 'get',
  path: '/sales/{id}',
  tags: ['Sales'],
  summary: 'Get a sale with its whole history',
  description: 'Its invoices, requests and story also require the scope `invoices:read`.',
  request: { params: z.object({ id: z.string().max(80) }) },
  responses: {
    200: jsonAnswer(wholeSaleWire, 'The sale.'),
    ...REFUSAL,
  },
});

/** The routes `/sales`: submit one, list, and read one with its story. */
export function salesRoutes(services: Services) {
  const api = createMerchantApi(services, (target) => (target === 'json' ? 'invalid-sale' : 'malformed-request'));
  api.openapi(put, async (c) => {
    const { tenant, limit } = c.get('principal');
    const { store } = services.invoicing;
    const isOnlyNew = c.req.valid('query').existing === 'refuse';
    const checked = checkWire(c.req.valid('json'));
    const [stored] = await putSales(services.invoicing, pushWriter(store.sales, tenant, limit), [
      checked.kind === 'sale' ? { ...checked, isOnlyNew } : checked,
    ]);
    if (!stored) throw new Error('a sale was not stored');
    if (stored.kind === 'refused') throw new Problem('invalid-sale', { faults: stored.faults });
    const warnings = await contextWarnings(store, tenant, stored.sale, services.invoicing.now());
    const answer = {
      ...saleAnswer(stored.sale, stored.kind),
      ...(warnings.length > 0 && { warnings: warnings.map((warning) => faultBody(warning, languageOf(c))) }),
    };
    return c.json(answer, stored.kind === 'created' ? 201 : 200);
  });
  api.openapi(show, async (c) => {
    const principal = c.get('principal');
    const sale = await ownSale(services, principal, c.req.valid('param').id);
    const story =
      principal.scopes.includes('invoices:read') && (await saleStoryView(services, principal, sale, languageOf(c)));
    const mails = await mailsOf(services, principal.tenant, sale.invoiceId);
    return c.json({ ...saleAnswer(sale), mails, ...story }, 200);
  });
  api.openapi(list, async (c) => {
    const query = c.req.valid('query');
    const { limit } = query;
    const { tenant, limit: within } = c.get('principal');
    const page = { ...salePageOf(query), ...(within && { within }) };
    const sales = await services.invoicing.store.sales.list(tenant, page);
    const last = sales.length === limit ? sales.at(-1)?.id : undefined;
    return c.json({ sales: sales.map((sale) => saleAnswer(sale)), ...(last !== undefined && { next: last }) }, 200);
  });
  return api;
}

function saleAnswer({ id, body, invoiceId }: Sale, result?: PutSale['kind']): z.output<typeof storedSaleWire> {
  return {
    ...structuredClone(body),
    id,
    status: invoiceId === undefined ? 'open' : 'invoiced',
    ...(result !== undefined && { result }),
  } as z.output<typeof storedSaleWire>;
}

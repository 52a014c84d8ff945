/** Product mappings: the SAT keys and taxes of a merchant's products, by sku or category, as CSV or JSON. */
import { z } from '@hono/zod-openapi';
import { Problem } from '../../problems/problem.ts';
import { productMapFaults } from '../../sources/check-products.ts';
import type { ProductMap } from '../../sources/intake/product-map.ts';
import { type ProductLine, writeProductsCsv } from '../../sources/own-system/product-csv.ts';
import { productKeyWire } from '../../sources/settings-wire.ts';
import { nextSlice } from '../../threads/slices.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import { faultBody, languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { productName } from './product-lists.ts';
import { readProducts } from './read-many.ts';

const CSV = 'text/csv';
/** The refused lines that an answer names: a file of which more are wrong is wrong as a whole. */
const REPORTED = 1_000;
/** Mappings per transaction and per turn of the event loop. */
const SLICE = 100;
const products = z
  .record(productName, productKeyWire.nullable())
  .openapi('Products', { description: 'Keys are `sku:{sku}` or `category:{category}`; `null` removes one.' });
const outcome = z
  .object({
    stored: z.int(),
    refused: z
      .array(
        z.object({
          line: z.int(),
          errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
        }),
      )
      .openapi({ description: `The first ${REPORTED.toLocaleString('en-US')} refused lines.` }),
    refusedLines: z.int().openapi({ description: 'How many lines were refused.' }),
  })
  .openapi('ProductsOutcome');

const about = { tags: ['Sources'], path: '/products' };
const read = merchantRoute('settings:read', {
  ...about,
  method: 'get',
  summary: 'Export the product mappings as CSV',
  responses: { 200: { description: 'CSV.', content: { [CSV]: { schema: z.string() } } }, ...REFUSAL },
});
const put = merchantRoute('settings:write', {
  ...about,
  method: 'put',
  summary: 'Set product mappings',
  description:
    'Adds and replaces mappings; the others stay. Sales that were waiting for them are made. A CSV’s lines are refused one by one; of JSON, nothing is stored if anything is wrong.',
  request: {
    body: { required: true, content: { 'application/json': { schema: products }, [CSV]: { schema: z.string() } } },
  },
  responses: { 200: jsonAnswer(outcome, 'What was stored, and which lines were refused.'), ...REFUSAL },
});

/** The routes that read and write the product mappings. A change rebuilds the sales of every source. */
export function productRoutes(services: Services) {
  const { store } = services.invoicing;
  const api = createMerchantApi(services);
  api.openapi(read, async (c) => {
    const text = writeProductsCsv(await store.sources.products(c.get('principal').tenant));
    return c.body(text, 200, { 'content-type': `${CSV}; charset=utf-8` }) as never;
  });
  api.openapi(put, async (c) => {
    const tenant = c.get('principal').tenant;
    const isCsv = (c.req.header('content-type') ?? '').startsWith(CSV);
    const { products: sent, faults } = isCsv
      ? ofLines(await readProducts(tenant, new Uint8Array(await c.req.arrayBuffer())))
      : { products: fromJson(c.req.valid('json') as z.output<typeof products>), faults: [] };
    // Lines of a file are refused one by one; of JSON, nothing is stored if anything is wrong.
    const wrong = isCsv
      ? []
      : await productMapFaults(Object.fromEntries(sent), store.catalogs, dayOf(services.invoicing.now()));
    if (wrong.length > 0) throw new Problem('malformed-request', { faults: wrong });
    for (let from = 0; from < sent.length; from += SLICE) {
      await nextSlice();
      await store.sources.putProducts(tenant, Object.fromEntries(sent.slice(from, from + SLICE)));
    }
    for (const { id } of sent.length > 0 ? await store.sources.list(tenant) : []) await store.sources.refold(id, 'all');
    const refused = faults.slice(0, REPORTED).map(({ line, faults: found }) => {
      return { line, errors: found.map((fault) => faultBody(fault, languageOf(c))) };
    });
    return c.json({ stored: sent.length, refused, refusedLines: faults.length }, 200);
  });
  return api;
}

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

type Sent = readonly (readonly [key: string, product: ProductMap[string] | undefined])[];

function fromJson(json: z.output<typeof products>): Sent {
  return Object.entries(json).map(([key, product]) => [key, (product ?? undefined) as Sent[number][1]] as const);
}

function ofLines(lines: readonly ProductLine[]) {
  return {
    products: lines.flatMap((line): Sent => (line.kind === 'product' ? [[line.key, line.product]] : [])),
    faults: lines.filter((line) => line.kind === 'faults'),
  };
}

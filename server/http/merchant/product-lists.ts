/** The merchant's product mappings page by page, and the products that it sells without one. */
import { z } from '@hono/zod-openapi';
import { plainWords } from '../../catalogs/plain-words.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import type { ProductMap } from '../../sources/intake/product-map.ts';
import { unmappedProducts } from '../../sources/intake/unmapped-products.ts';
import { productKeyWire } from '../../sources/settings-wire.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

/** The key of a mapping: `sku:{sku}` or `category:{category}`. */
export const productName = z.string().regex(/^(sku|category):.{1,200}$/, 'malformed');

/** A product without a mapping, on the wire. */
export const unmappedProductWire = z
  .object({
    key: productName,
    sku: z.string().optional(),
    category: z.string().optional(),
    descripcion: z.string(),
    source: z.object({ id: z.string(), name: z.string() }),
    defaults: productKeyWire.pick({ claveProdServ: true, claveUnidad: true }).openapi({
      description: 'The source’s, with which it is invoiced until it has its own.',
    }),
    sales: z.int(),
    waiting: z.int().openapi({ description: 'How many of these sales wait because of one of their lines.' }),
  })
  .openapi('UnmappedProduct');

/** A product mapping in a list. */
export const mappedProductWire = z.object({ key: productName, ...productKeyWire.shape }).openapi('MappedProduct');

const about = { tags: ['Sources'], method: 'get' as const };
const mapped = merchantRoute('settings:read', {
  ...about,
  path: '/products/mapped',
  summary: 'List the product mappings by page',
  description: 'In the order of their keys. `next` is present if there are more.',
  request: {
    query: z.object({
      search: z.string().max(80, 'text-too-long').optional().openapi({
        description: 'Words that the sku, the category or a key of the SAT has; accents do not matter.',
      }),
      key: productName.optional().openapi({ description: 'Only the mapping with this key.' }),
      limit: z.coerce.number().int().min(1).max(100).default(50),
      cursor: productName.optional().openapi({ description: 'The `next` of the previous page.' }),
    }),
  },
  responses: {
    200: jsonAnswer(z.object({ products: z.array(mappedProductWire), next: z.string().optional() }), 'A page.'),
    ...REFUSAL,
  },
});
const unmapped = merchantRoute('settings:read', {
  ...about,
  path: '/products/unmapped',
  summary: 'List the products of recent sales that have no mapping',
  description:
    'Of the sales that sources sent last. First those for which sales may be waiting, then those that sell most; at most 100.',
  responses: {
    200: jsonAnswer(z.object({ products: z.array(unmappedProductWire) }), 'The products.'),
    ...REFUSAL,
  },
});

const LISTED = 100;
/** How many sales are looked at, divided among the sources. */
const RECENT = 400;

/** The routes `GET /products/mapped` and `GET /products/unmapped`. */
export function productListRoutes(services: Services) {
  const { sources } = services.invoicing.store;
  const api = createMerchantApi(services);
  api.openapi(mapped, async (c) => {
    const { limit, ...asked } = c.req.valid('query');
    const found = pageOf(await sources.products(c.get('principal').tenant), asked);
    const products = found.slice(0, limit).map(([key, product]) => structuredClone({ key, ...product }));
    const next = found.length > limit ? products.at(-1)?.key : undefined;
    return c.json({ products: products as z.output<typeof mappedProductWire>[], ...(next && { next }) }, 200);
  });
  api.openapi(unmapped, async (c) => {
    const tenant = c.get('principal').tenant;
    const products = unmappedProducts(await recentSales(tenant), await sources.products(tenant));
    return c.json({ products: products.slice(0, LISTED).map((product) => ({ ...product })) }, 200);
  });
  const recentSales = async (tenant: Tenant) => {
    const accounts = await sources.list(tenant);
    const each = Math.ceil(RECENT / Math.max(1, accounts.length));
    return Promise.all(
      accounts.map(async (account) => ({ account, sales: await sources.newestSales(account.id, each) })),
    );
  };
  return api;
}

type Asked = { readonly [Name in 'search' | 'cursor' | 'key']?: string | undefined };

/** What matches the search, in the order of the keys, after the cursor. */
function pageOf(
  products: ProductMap,
  { search = '', cursor = '', key: only }: Asked,
): readonly (readonly [string, ProductMap[string]])[] {
  const words = plainWords(search).split(' ').filter(Boolean);
  const matches = (key: string, { claveProdServ, claveUnidad }: ProductMap[string]): boolean => {
    const text = plainWords(`${key.slice(key.indexOf(':') + 1)} ${claveProdServ} ${claveUnidad}`);
    return words.every((word) => text.includes(word));
  };
  return Object.entries(products)
    .filter(([key, product]) => key > cursor && (only ?? key) === key && matches(key, product))
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

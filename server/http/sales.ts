/** Sales in: the push API. The same sale sent again updates it while nobody has invoiced it. */
import { randomBytes } from 'node:crypto';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { PutSale } from '../../db/store.ts';
import { complementoFor } from '../catalogs/clave-prod-serv.ts';
import { estimuloFronteraOf } from '../catalogs/postal-code.ts';
import { type Fault, Problem } from '../cfdi/problem.ts';
import type { Branch } from '../merchants/merchant.ts';
import { keysOf } from '../sales/lookup.ts';
import type { Sale, SaleBody } from '../sales/sale.ts';
import { parseSale, saleWire } from '../sales/sale-wire.ts';
import { jsonAnswer, REFUSAL } from './api.ts';
import { type KeyVariables, requireScope, tenantOfKey } from './auth.ts';
import type { Services } from './services.ts';

const SOURCE = 'api';

const storedSale = saleWire
  .extend({
    id: z.string(),
    status: z.enum(['open', 'invoiced']),
    result: z.enum(['created', 'updated', 'unchanged', 'locked']).optional(),
  })
  .openapi('StoredSale');

const put = createRoute({
  method: 'post',
  path: '/sales',
  tags: ['Sales'],
  summary: 'Send a sale',
  security: [{ key: [] }],
  description:
    'An inconsistent sale is refused with the difference; one that needs a complement we do not write, with the reason.',
  request: { body: { content: { 'application/json': { schema: saleWire } }, required: true } },
  responses: {
    200: jsonAnswer(storedSale, 'Updated, or as it was.'),
    201: jsonAnswer(storedSale, 'Created.'),
    ...REFUSAL,
  },
});
const list = createRoute({
  method: 'get',
  path: '/sales',
  tags: ['Sales'],
  summary: 'Sales, newest first',
  security: [{ key: [] }],
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(100).default(50),
      before: z.string().max(80).optional(),
    }),
  },
  responses: {
    200: jsonAnswer(z.object({ sales: z.array(storedSale), next: z.string().optional() }), 'A page.'),
    ...REFUSAL,
  },
});

export function salesRoutes(services: Services) {
  const api = new OpenAPIHono<KeyVariables>({
    // The sale's own reader says more than the schema does: all faults, with their words.
    defaultHook: () => undefined,
  });
  api.post('/sales', requireScope(services, 'sales:write'));
  api.get('/sales', requireScope(services, 'sales:read'));
  api.openapi(put, async (c) => {
    const tenant = tenantOfKey(c.get('key'));
    const body = await readSale(services, tenant.merchantId, await c.req.json().catch(() => undefined));
    const [stored] = await services.invoicing.store.sales.put(tenant, [
      {
        id: `sale_${randomBytes(12).toString('hex')}`,
        source: SOURCE,
        body,
        keys: keysOf(body),
        at: services.invoicing.now(),
      },
    ]);
    if (!stored) throw new Error('a sale was not stored');
    return c.json(saleAnswer(stored.sale, stored.kind), stored.kind === 'created' ? 201 : 200);
  });
  api.openapi(list, async (c) => {
    const { limit, before } = c.req.valid('query');
    const sales = await services.invoicing.store.sales.list(tenantOfKey(c.get('key')), {
      limit,
      ...(before !== undefined && { before }),
    });
    const last = sales.length === limit ? sales.at(-1)?.id : undefined;
    return c.json({ sales: sales.map((sale) => saleAnswer(sale)), ...(last !== undefined && { next: last }) }, 200);
  });
  return api;
}

async function readSale(services: Services, merchantId: string, json: unknown): Promise<SaleBody> {
  const parsed = parseSale(json);
  if (parsed.kind === 'faults') throw new Problem('invalid-sale', { faults: parsed.faults });
  const faults = await contextFaults(services, merchantId, parsed.body);
  if (faults.length > 0) throw new Problem('invalid-sale', { faults });
  return parsed.body;
}

/** What only the merchant's branches and the loaded catalogue can tell. */
async function contextFaults({ invoicing }: Services, merchantId: string, body: SaleBody): Promise<Fault[]> {
  const branches = await invoicing.store.merchants.listBranches(merchantId);
  const branch = body.branch === undefined ? branches[0] : branches.find(({ code }) => code === body.branch);
  if (!branch) return [{ code: 'branch-unknown', pointer: '/branch', params: { branch: body.branch ?? '' } }];
  const found = await Promise.all(
    body.conceptos.map((concepto, index) =>
      claveFaults(invoicing.store.catalogs, concepto.claveProdServ, `/conceptos/${index}`),
    ),
  );
  return [...fronteraFaults(body, branch), ...found.flat()];
}

/** IVA 8 % is for sales in the border region (stimulus decrees; cfdi-rules §4.3). */
function fronteraFaults(body: SaleBody, branch: Branch): Fault[] {
  if (estimuloFronteraOf(branch.codigoPostal) !== 0) return [];
  return body.conceptos.flatMap((concepto, index) =>
    concepto.impuestos.flatMap((tax, at): Fault[] =>
      tax.tipo === 'traslado' && tax.impuesto === '002' && /^0?\.080*$/.test(tax.tasaOCuota ?? '')
        ? [{ code: 'iva-frontera-not-enabled', pointer: `/conceptos/${index}/impuestos/${at}/tasaOCuota` }]
        : [],
    ),
  );
}

async function claveFaults(
  catalogs: Services['invoicing']['store']['catalogs'],
  clave: string,
  pointer: string,
): Promise<Fault[]> {
  const row = await catalogs.claveProdServ(clave);
  if (row === 'not-loaded') return [];
  if (row === 'unknown') return [{ code: 'clave-unknown', pointer: `${pointer}/claveProdServ`, params: { clave } }];
  const complement = complementoFor(clave, row);
  return complement === undefined
    ? []
    : [{ code: 'needs-complement', pointer: `${pointer}/claveProdServ`, params: { clave, complement } }];
}

function saleAnswer({ id, body, invoiceId }: Sale, result?: PutSale['kind']): z.output<typeof storedSale> {
  return {
    ...structuredClone(body),
    id,
    status: invoiceId === undefined ? 'open' : 'invoiced',
    ...(result !== undefined && { result }),
  } as z.output<typeof storedSale>;
}

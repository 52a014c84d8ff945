/** Many sales in one call, from JSON lines or a spreadsheet: each is stored or refused by itself, and its line says which. */
import { randomBytes } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { NewSale, PutSale } from '../../db/store.ts';
import type { Language } from '../cfdi/problem.ts';
import { keysOf } from '../sales/lookup.ts';
import { remembered } from '../sales/remembered.ts';
import type { SaleBody, Tenant } from '../sales/sale.ts';
import { contextFaults, type SaleContext } from '../sales/sale-context.ts';
import type { SaleLine } from '../sources/sale-lines.ts';
import { noteTwice } from '../sources/told-twice.ts';
import { nextSlice } from '../threads/slices.ts';
import { createApi, REFUSAL } from './api.ts';
import { type KeyVariables, requireScope, tenantOfKey } from './auth.ts';
import { type BulkOutcome, CSV, NDJSON, outcomesAnswer, outcomeWire, refusedOutcome } from './bulk-outcome.ts';
import { languageOf } from './problems.ts';
import { readMany } from './read-many.ts';
import type { Services } from './services.ts';

/** Of one transaction, and of one slice of the event loop's time: whoever asks meanwhile waits for no more than this many writes. */
const BATCH = 50;
const SOURCE = 'api';

const bulk = createRoute({
  method: 'post',
  path: '/sales/bulk',
  tags: ['Sales'],
  summary: 'Send many sales',
  security: [{ key: [] }],
  description:
    'JSON lines, a sale each, or a CSV with the columns of `sales import`; at most 5,000 sales a call. Answers a line for each, in order: one that is refused stops no other. Sent again, it changes nothing.',
  request: {
    body: {
      required: true,
      content: {
        [NDJSON]: { schema: z.string().openapi({ example: '{"folio":"A-1001",…}\n{"folio":"A-1002",…}' }) },
        [CSV]: { schema: z.string() },
      },
    },
  },
  responses: { 200: { description: 'A line a sale.', content: { [NDJSON]: { schema: outcomeWire } } }, ...REFUSAL },
});

export function salesBulkRoutes(services: Services) {
  const api = createApi<KeyVariables>();
  api.post('/sales/bulk', requireScope(services, 'sales:write'));
  api.openapi(bulk, async (c) => {
    const tenant = tenantOfKey(c.get('key'));
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const format = (c.req.header('content-type') ?? '').startsWith(CSV) ? 'csv' : 'json';
    const lines = await readMany(tenant, { kind: 'sales', bytes, format });
    const outcomes = await storeLines(services, tenant, lines, languageOf(c));
    return outcomesAnswer(c, outcomes) as never;
  });
  return api;
}

async function storeLines(
  services: Services,
  tenant: Tenant,
  lines: readonly SaleLine[],
  language: Language,
): Promise<readonly BulkOutcome[]> {
  const context = rememberedContext(services);
  const outcomes: BulkOutcome[] = [];
  const hasSources = (await services.invoicing.store.sources.list(tenant)).length > 0;
  for (let from = 0; from < lines.length; from += BATCH) {
    await nextSlice();
    const checked = await Promise.all(
      lines.slice(from, from + BATCH).map((line) => checkLine(context, tenant, line, services.invoicing.now())),
    );
    const sales = checked.flatMap((line) =>
      line.kind === 'sale' ? [newSale(line.body, services.invoicing.now())] : [],
    );
    const stored = [...(await services.invoicing.store.sales.put(tenant, sales))];
    if (hasSources) await noteAllTwice(services, tenant, stored);
    for (const line of checked)
      outcomes.push(line.kind === 'sale' ? storedOutcome(line, stored.shift()) : refusedOutcome(line, language));
  }
  return outcomes;
}

async function noteAllTwice({ invoicing }: Services, tenant: Tenant, stored: readonly PutSale[]): Promise<void> {
  const created = stored.filter(({ kind }) => kind === 'created');
  for (const { sale } of created) await noteTwice(invoicing.store, tenant, sale, invoicing.now());
}

async function checkLine(context: SaleContext, tenant: Tenant, line: SaleLine, now: number): Promise<SaleLine> {
  if (line.kind === 'faults') return line;
  const faults = await contextFaults(context, tenant, line.body, now);
  return faults.length === 0 ? line : { ...line, kind: 'faults', faults };
}

function newSale(body: SaleBody, at: number): NewSale {
  return { id: `sale_${randomBytes(12).toString('hex')}`, source: SOURCE, body, keys: keysOf(body), at };
}

function storedOutcome({ line, folio }: SaleLine, stored: PutSale | undefined): BulkOutcome {
  if (!stored) throw new Error('a sale was not stored');
  return { line, ...(folio !== undefined && { folio }), result: stored.kind, id: stored.sale.id };
}

/** The same branches and claves are asked for over and over: each is looked up once a call. */
function rememberedContext({ invoicing }: Services): SaleContext {
  const { merchants, catalogs } = invoicing.store;
  return {
    merchants: {
      listBranches: remembered((id: string) => merchants.listBranches(id)),
      listPortals: remembered((id: string) => merchants.listPortals(id)),
    },
    catalogs: { claveProdServ: remembered((clave: string) => catalogs.claveProdServ(clave)) },
  };
}

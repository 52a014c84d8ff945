/** Many sales in one call, from JSON lines or a spreadsheet: each is stored or refused by itself, and its line says which. */
import { randomBytes } from 'node:crypto';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { NewSale, PutSale } from '../../db/store.ts';
import type { Fault, Language } from '../cfdi/problem.ts';
import { keysOf } from '../sales/lookup.ts';
import { remembered } from '../sales/remembered.ts';
import type { SaleBody, Tenant } from '../sales/sale.ts';
import { contextFaults, type SaleContext } from '../sales/sale-context.ts';
import { parseSale } from '../sales/sale-wire.ts';
import { readSalesCsv } from '../sales/sales-csv.ts';
import { readToldJson } from '../sources/told-json.ts';
import { noteTwice } from '../sources/told-twice.ts';
import { decodeText } from '../text/decode.ts';
import { REFUSAL } from './api.ts';
import { type KeyVariables, requireScope, tenantOfKey } from './auth.ts';
import {
  assertMany,
  type BulkOutcome,
  CSV,
  malformedBody,
  NDJSON,
  outcomesAnswer,
  outcomeWire,
  refusedOutcome,
} from './bulk-outcome.ts';
import { languageOf } from './problems.ts';
import type { Services } from './services.ts';

/** Of one transaction: a reader waits for no longer than this many writes. */
const BATCH = 500;
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
  const api = new OpenAPIHono<KeyVariables>();
  api.post('/sales/bulk', requireScope(services, 'sales:write'));
  api.openapi(bulk, async (c) => {
    const text = decodeText(new Uint8Array(await c.req.arrayBuffer()));
    if (text === undefined) throw malformedBody('letters-unknown');
    const type = c.req.header('content-type') ?? '';
    const lines = type.startsWith(CSV) ? csvLines(text) : jsonLines(text);
    assertMany(lines);
    const outcomes = await storeLines(services, tenantOfKey(c.get('key')), lines, languageOf(c));
    return outcomesAnswer(c, outcomes) as never;
  });
  return api;
}

type Line = { readonly line: number; readonly folio?: string } & (
  | { readonly kind: 'sale'; readonly body: SaleBody }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }
);

function jsonLines(text: string): readonly Line[] {
  return readToldJson(text).map(({ line, ...told }): Line => {
    const place = { line, ...(told.folio !== undefined && { folio: told.folio }) };
    return {
      ...place,
      ...kindOf(told.kind === 'told' ? parseSale(told.sale) : { kind: 'faults', faults: told.faults }),
    };
  });
}

function kindOf(parsed: ReturnType<typeof parseSale>) {
  return parsed.kind === 'sale' ? parsed : { kind: 'faults' as const, faults: parsed.faults };
}

function csvLines(text: string): readonly Line[] {
  return readSalesCsv(text).map((sale) => (sale.kind === 'sale' ? { ...sale, folio: sale.body.folio } : sale));
}

async function storeLines(
  services: Services,
  tenant: Tenant,
  lines: readonly Line[],
  language: Language,
): Promise<readonly BulkOutcome[]> {
  const context = rememberedContext(services);
  const outcomes: BulkOutcome[] = [];
  const hasSources = (await services.invoicing.store.sources.list(tenant)).length > 0;
  for (let from = 0; from < lines.length; from += BATCH) {
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

async function checkLine(context: SaleContext, tenant: Tenant, line: Line, now: number): Promise<Line> {
  if (line.kind === 'faults') return line;
  const faults = await contextFaults(context, tenant, line.body, now);
  return faults.length === 0 ? line : { ...line, kind: 'faults', faults };
}

function newSale(body: SaleBody, at: number): NewSale {
  return { id: `sale_${randomBytes(12).toString('hex')}`, source: SOURCE, body, keys: keysOf(body), at };
}

function storedOutcome({ line, folio }: Line, stored: PutSale | undefined): BulkOutcome {
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

/** Sales told to a source by its merchant: a spreadsheet uploaded, a till's JSON lines, receipts exported from another service. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { type Language, Problem } from '../cfdi/problem.ts';
import { faultsOf } from '../sales/sale-wire.ts';
import { readFacturapiReceipts } from '../sources/moving-in/facturapi.ts';
import { readGigstackReceipts } from '../sources/moving-in/gigstack.ts';
import type { SourceAccount } from '../sources/settings.ts';
import type { SourceType } from '../sources/source.ts';
import { decodeText } from '../sources/spreadsheet/decode.ts';
import { readSpreadsheet } from '../sources/spreadsheet/spreadsheet.ts';
import { zonesOf } from '../sources/spreadsheet/zones.ts';
import { type ToldOutcome, takeTold } from '../sources/take-told.ts';
import type { ToldLine } from '../sources/told.ts';
import { readToldJson } from '../sources/told-json.ts';
import { REFUSAL } from './api.ts';
import { type KeyVariables, requireScope, tenantOfKey } from './auth.ts';
import {
  assertMany,
  type BulkOutcome,
  CSV,
  NDJSON,
  outcomesAnswer,
  outcomeWire,
  refusedOutcome,
} from './bulk-outcome.ts';
import { intakeOf } from './intake-of.ts';
import { languageOf } from './problems.ts';
import type { Services } from './services.ts';
import { ownSource } from './sources.ts';

const tell = createRoute({
  method: 'post',
  path: '/sources/{id}/sales',
  tags: ['Sources'],
  summary: 'Tell a source of its sales',
  security: [{ key: [] }],
  description:
    'For sources of type csv, api and manual; at most 5,000 sales a call. JSON lines or a JSON list in the words of a sale, or a CSV with Spanish or English columns. What a sale leaves out (claves, taxes, formaPago, its lines) the products and the source’s defaults say. Answers a line for each, in order; a sale told again replaces itself while nobody has invoiced it. `format=facturapi` and `format=gigstack` read the receipts that those services export, as JSON or CSV: each open one is found by the key on its ticket.',
  request: {
    params: z.object({ id: z.string().max(80) }),
    query: z.object({ format: z.enum(['sales', 'facturapi', 'gigstack']).default('sales') }),
    body: {
      required: true,
      content: {
        [NDJSON]: { schema: z.string().openapi({ example: '{"folio":"T-204","date":"…","total":"348.00"}' }) },
        [CSV]: { schema: z.string().openapi({ example: 'Ticket,Fecha,Total\nT-204,20/11/2026 18:32,$348.00' }) },
      },
    },
  },
  responses: { 200: { description: 'A line a sale.', content: { [NDJSON]: { schema: outcomeWire } } }, ...REFUSAL },
});

type Reading = { readonly services: Services; readonly account: SourceAccount; readonly isSheet: boolean };

const READERS: Readonly<
  Record<'sales' | 'facturapi' | 'gigstack', (text: string, by: Reading) => Promise<readonly ToldLine[]>>
> = {
  sales: async (text, { services, account, isSheet }) =>
    isSheet ? readSpreadsheet(text, await zonesOf(services.invoicing.store.merchants, account)) : readToldJson(text),
  facturapi: async (text) => readFacturapiReceipts(text),
  gigstack: async (text) => readGigstackReceipts(text),
};

/** Those that nobody else tells anything of. */
const TOLD_BY_MERCHANT: ReadonlySet<SourceType> = new Set(['csv', 'api', 'manual']);

export function sourceSalesRoutes(services: Services) {
  const api = new OpenAPIHono<KeyVariables>({
    defaultHook: (result) => {
      if (!result.success) throw new Problem('malformed-request', { faults: faultsOf(result.error) });
    },
  });
  api.post('/sources/:id/sales', requireScope(services, 'sales:write'));
  api.openapi(tell, async (c) => {
    const account = await ownSource(services, tenantOfKey(c.get('key')), c.req.valid('param').id);
    if (!TOLD_BY_MERCHANT.has(account.type)) throw new Problem('unknown-source');
    const text = decodeText(new Uint8Array(await c.req.arrayBuffer()));
    const isSheet = (c.req.header('content-type') ?? '').startsWith(CSV);
    const lines = await READERS[c.req.valid('query').format](text, { services, account, isSheet });
    assertMany(lines);
    const outcomes = await takeTold(intakeOf(services), account, lines, services.invoicing.now());
    return outcomesAnswer(
      c,
      outcomes.map((each) => outcomeOf(each, languageOf(c))),
    ) as never;
  });
  return api;
}

function outcomeOf(outcome: ToldOutcome, language: Language): BulkOutcome {
  return outcome.result === 'refused' ? refusedOutcome(outcome, language) : { ...outcome };
}

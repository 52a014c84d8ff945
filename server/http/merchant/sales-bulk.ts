/** Stores many sales in one call, from JSON lines or CSV. Each is stored or refused independently, as its line of the answer says. */
import { z } from '@hono/zod-openapi';
import type { Language } from '../../problems/problem.ts';
import { pushWriter, putSales } from '../../sales/put-sales.ts';
import type { SaleLine } from '../../sources/own-system/sale-lines.ts';
import { REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import { receivedFile } from '../api/received-file.ts';
import type { Services } from '../api/services.ts';
import { type BulkOutcome, CSV, NDJSON, outcomesAnswer, outcomeWire, refusedOutcome } from './bulk-outcome.ts';
import { BY_BRANCH, createMerchantApi, merchantRoute } from './merchant-api.ts';
import type { Reach } from './own-sale.ts';
import { readMany } from './read-many.ts';

const bulk = merchantRoute('sales:write', {
  ...BY_BRANCH,
  method: 'post',
  path: '/sales/bulk',
  tags: ['Sales'],
  summary: 'Submit many sales',
  description:
    'Takes JSON lines with one sale each, or CSV with the columns of `sales import`; at most 5,000 sales per call. Answers one line per sale, in order; a refused sale does not stop the others. A repetition changes nothing.',
  request: {
    body: {
      required: true,
      content: {
        [NDJSON]: { schema: z.string().openapi({ example: '{"folio":"A-1001",…}\n{"folio":"A-1002",…}' }) },
        [CSV]: { schema: z.string() },
      },
    },
  },
  responses: { 200: { description: 'One line per sale.', content: { [NDJSON]: { schema: outcomeWire } } }, ...REFUSAL },
});

/** The route `POST /sales/bulk`, which takes JSON lines or CSV and answers 200 even when single lines were refused. */
export function salesBulkRoutes(services: Services) {
  const api = createMerchantApi(services);
  api.openapi(bulk, async (c) => {
    const principal = c.get('principal');
    const { parcel } = receivedFile(c);
    const format = (c.req.header('content-type') ?? '').startsWith(CSV) ? 'csv' : 'json';
    const lines = await readMany(principal.tenant, { kind: 'sales', content: parcel, format });
    const outcomes = await storeLines(services, principal, lines, languageOf(c));
    return outcomesAnswer(c, outcomes) as never;
  });
  return api;
}

async function storeLines(
  { invoicing }: Services,
  { tenant, limit }: Reach,
  lines: readonly SaleLine[],
  language: Language,
): Promise<readonly BulkOutcome[]> {
  const stored = await putSales(invoicing, pushWriter(invoicing.store.sales, tenant, limit), lines);
  return lines.map(({ line, folio }, index) => {
    const outcome = stored[index];
    if (!outcome) throw new Error('a sale was not stored');
    const place = { line, ...(folio !== undefined && { folio }) };
    return outcome.kind === 'refused'
      ? refusedOutcome({ ...place, faults: outcome.faults }, language)
      : { ...place, result: outcome.kind, id: outcome.sale.id };
  });
}

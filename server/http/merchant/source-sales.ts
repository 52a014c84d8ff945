/** Sales that a merchant submits to a source: a spreadsheet, a till's JSON lines, or receipts exported from another service. */
import { z } from '@hono/zod-openapi';
import { type Language, Problem } from '../../problems/problem.ts';
import { type IngestOutcome, ingestSales } from '../../sources/own-system/ingest-sales.ts';
import { FILE_FORMATS } from '../../sources/own-system/read-sales.ts';
import type { SourceType } from '../../sources/source.ts';
import { REFUSAL } from '../api/api.ts';
import { intakeOf } from '../api/intake-of.ts';
import { languageOf } from '../api/problems.ts';
import { receivedFile } from '../api/received-file.ts';
import type { Services } from '../api/services.ts';
import { type BulkOutcome, CSV, NDJSON, outcomesAnswer, outcomeWire, refusedOutcome } from './bulk-outcome.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownSource } from './own-source.ts';
import { readMany } from './read-many.ts';

const submit = merchantRoute('sales:write', {
  method: 'post',
  path: '/sources/{id}/sales',
  tags: ['Sources'],
  summary: 'Submit sales to a source',
  description:
    'For sources of type csv, api and manual; at most 5,000 sales per call. Takes JSON lines or a JSON list with the fields of a sale, or CSV with Spanish or English columns. What a sale leaves out (claves, taxes, formaPago, its lines) is filled in from the product mappings and the source’s defaults. Answers one line per sale, in order; a sale that is submitted again replaces the earlier submission while it is not invoiced. The format is detected from the body unless `format` is given; `format=facturapi` and `format=gigstack` read the receipts that those services export, as JSON or CSV, and each open receipt is found by the key on its ticket.',
  request: {
    params: z.object({ id: z.string().max(80) }),
    query: z.object({ format: z.enum(FILE_FORMATS).optional() }),
    body: {
      required: true,
      content: {
        [NDJSON]: { schema: z.string().openapi({ example: '{"folio":"T-204","date":"…","total":"348.00"}' }) },
        [CSV]: { schema: z.string().openapi({ example: 'Ticket,Fecha,Total\nT-204,20/11/2026 18:32,$348.00' }) },
      },
    },
  },
  responses: { 200: { description: 'One line per sale.', content: { [NDJSON]: { schema: outcomeWire } } }, ...REFUSAL },
});

/** The types of source that only the merchant submits sales to. */
const SUBMITTED_BY_MERCHANT: ReadonlySet<SourceType> = new Set(['csv', 'api', 'manual']);

/** The route `POST /sources/{id}/sales`, for sources that the merchant submits to. */
export function sourceSalesRoutes(services: Services) {
  const api = createMerchantApi(services);
  api.openapi(submit, async (c) => {
    const account = await ownSource(services, c.get('principal').tenant, c.req.valid('param').id);
    if (!SUBMITTED_BY_MERCHANT.has(account.type)) throw new Problem('unknown-source');
    const { start, parcel } = receivedFile(c);
    const format = c.req.valid('query').format ?? formatOf(c.req.header('content-type') ?? '', start);
    const { tenant, settings } = account;
    const branches = await services.invoicing.store.merchants.listBranches(tenant.merchantId);
    const lines = await readMany(tenant, {
      kind: 'file',
      content: parcel,
      format,
      account: { tenant, settings },
      branches,
    });
    const outcomes = await ingestSales(intakeOf(services), account, lines, services.invoicing.now());
    return outcomesAnswer(
      c,
      outcomes.map((each) => outcomeOf(each, languageOf(c))),
    ) as never;
  });
  return api;
}

/** Detects the format from the body if the content type does not say it. */
function formatOf(type: string, start: Uint8Array): 'csv' | 'json' {
  if (type.startsWith(CSV)) return 'csv';
  const text = Buffer.from(start).toString('latin1');
  return type.includes('json') || /^(?:\xef\xbb\xbf)?\s*[[{]/.test(text) ? 'json' : 'csv';
}

function outcomeOf(outcome: IngestOutcome, language: Language): BulkOutcome {
  return outcome.result === 'refused' ? refusedOutcome(outcome, language) : { ...outcome };
}

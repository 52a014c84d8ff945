/** Facturas globales: `POST /v1/global-invoices/preview`, `POST /v1/global-invoices`, `GET /v1/global-invoices/{id}`. */
import { z } from '@hono/zod-openapi';
import { GLOBAL_RUN_STATES, type GlobalRun } from '../../invoicing/global-run.ts';
import { LEFT_OUT } from '../../invoicing/global-sales.ts';
import { advanceGlobal, beginGlobal, invoicesOf, previewGlobal } from '../../invoicing/globalize.ts';
import { type Language, Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { invoiceWire } from '../api/wire.ts';
import { type InvoiceView, invoiceView } from '../portal/public-views.ts';
import { lookingMerchant } from '../portal/viewer.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const WAIT_MS = 8_000;

const period = z.strictObject({
  branch: z.string().min(1).max(80).openapi({ description: 'The code of the branch.' }),
  periodicidad: z.enum(['01', '02', '03', '04', '05']).openapi({
    description:
      '01 daily, 02 weekly (Monday to Sunday, cut at the end of a month), 03 1st–15th and 16th–end, 04 monthly, 05 two months, for régimen 621 only.',
  }),
  from: z.iso.date().openapi({ description: 'The first day, in the branch’s time zone.' }),
  to: z.iso.date().openapi({ description: 'The last day, in the same period.' }),
});
const wanted = period.extend({
  serie: z
    .string()
    .regex(/^[^|\s]{1,25}$/)
    .default('G')
    .openapi({ description: 'The serie of the invoices; `G` by default.' }),
});

/** What issuing a period’s globals would produce. */
export const globalPreviewWire = z
  .object({
    currencies: z.array(z.object({ moneda: z.string(), sales: z.int(), total: z.string(), invoices: z.int() })),
    leftOut: z.partialRecord(z.enum(LEFT_OUT), z.int()).openapi({
      description: 'How many sales of the period are left out, by reason.',
    }),
  })
  .openapi('GlobalPreview');

/** A period’s globals while they are being issued. */
export const globalRunWire = z
  .object({
    id: z.string(),
    status: z.enum(GLOBAL_RUN_STATES).openapi({
      description:
        '`issuing`: check again later. `issued`: it includes every eligible sale of the period. `refused`: fix what is wrong and repeat the call; what is stamped stays.',
    }),
    branch: z.string(),
    periodicidad: z.string(),
    from: z.string(),
    to: z.string(),
    refusal: z.string().optional(),
    invoices: z.array(invoiceWire),
  })
  .openapi('GlobalInvoice');

const preview = merchantRoute('invoices:read', {
  method: 'post',
  path: '/global-invoices/preview',
  tags: ['Global invoices'],
  summary: 'Preview the global invoice of a period',
  request: jsonBody(period),
  responses: { 200: jsonAnswer(globalPreviewWire, 'What would be issued now.'), ...REFUSAL },
});

const create = merchantRoute('invoices:write', {
  method: 'post',
  path: '/global-invoices',
  tags: ['Global invoices'],
  summary: 'Issue the global invoice of a period',
  description:
    'Includes all sales of the branch in that period that are not invoiced. A repetition puts sales that arrived later into a further invoice.',
  request: jsonBody(wanted),
  responses: { 201: jsonAnswer(globalRunWire, 'Issued, or being issued.'), ...REFUSAL },
});

const read = merchantRoute('invoices:read', {
  method: 'get',
  path: '/global-invoices/{id}',
  tags: ['Global invoices'],
  summary: 'Get a global invoice and its CFDIs',
  request: { params: z.object({ id: z.string().max(80) }) },
  responses: { 200: jsonAnswer(globalRunWire, 'Its current state.'), ...REFUSAL },
});

/** The routes `/global-invoices`: preview, issue and read. They need the scopes of invoices. */
export function globalInvoiceRoutes(services: Services) {
  const api = createMerchantApi(services, (target) => (target === 'json' ? 'invalid-global' : 'malformed-request'));
  const { invoicing } = services;
  api.openapi(preview, async (c) => {
    const { tenant } = c.get('principal');
    const { currencies, leftOut } = await previewGlobal(invoicing, { tenant, ...c.req.valid('json') });
    return c.json({ currencies: [...currencies], leftOut }, 200);
  });
  api.openapi(create, async (c) => {
    const principal = c.get('principal');
    const { tenant } = principal;
    const run = await beginGlobal(invoicing, { tenant, principal, origin: 'merchant', ...c.req.valid('json') });
    await within(WAIT_MS, advanceAside(services, run));
    return c.json(await viewOf(services, run, languageOf(c)), 201);
  });
  api.openapi(read, async (c) => {
    const run = await invoicing.store.globalRuns.get(c.get('principal').tenant, c.req.valid('param').id);
    if (!run) throw new Problem('unknown-resource');
    return c.json(await viewOf(services, run, languageOf(c)), 200);
  });
  return api;
}

/** Continues in the background; a failure is logged and left to the worker. */
async function advanceAside({ invoicing }: Services, run: GlobalRun): Promise<void> {
  try {
    await advanceGlobal(invoicing, run);
  } catch (error) {
    invoicing.log('globals.failed', { run: run.id, error: error instanceof Error ? error.name : 'unknown' });
  }
}

function within(ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function viewOf(
  services: Services,
  { tenant, id }: GlobalRun,
  language: Language,
): Promise<z.output<typeof globalRunWire>> {
  const run = await services.invoicing.store.globalRuns.get(tenant, id);
  if (!run) throw new Problem('unknown-resource');
  const invoices: InvoiceView[] = [];
  for await (const invoice of invoicesOf(services.invoicing, run))
    invoices.push(invoiceView(services, invoice, language, lookingMerchant(services)));
  const { branch, periodicidad, from, to, refusal } = run;
  return {
    ...{ id, status: run.state, branch, periodicidad, from, to },
    ...(refusal !== undefined && { refusal }),
    invoices,
  };
}

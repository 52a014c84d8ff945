/** The cuadre compares what was sold with what is invoiced, by day and branch, as JSON and CSV, down to each peso of a day. */
import { z } from '@hono/zod-openapi';
import { cuadreLines } from '../../invoicing/cuadre.ts';
import { daysOf } from '../../invoicing/cuadre-days.ts';
import { RATES } from '../../invoicing/cuadre-parts.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { csvOf, dayView, lineView } from './cuadre-view.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

/** A quarter: what an accountant reviews at a time. */
const MOST_DAYS = 92;
const DAY_MS = 86_400_000;

const amount = z.string();
const part = z.object({ base: amount, iva: amount });
/** A day of the cuadre at one branch, as the API answers it. */
export const cuadreDayWire = z
  .object({
    date: z.string(),
    branch: z.string(),
    moneda: z.string(),
    sales: amount.openapi({ description: 'What was sold that day at that branch, less its refunds.' }),
    nominatives: amount,
    globals: amount,
    egresos: amount,
    pending: amount.openapi({ description: 'What no CFDI covers yet, less refunds without their nota de crédito.' }),
    difference: amount.openapi({ description: 'sales − (nominatives + globals − egresos + pending).' }),
    replacedInForce: amount.openapi({
      description:
        'The total of invoices that a substitute replaced and that the SAT has not cancelled yet. It is in no other figure.',
    }),
    count: z.number(),
    rates: z.array(z.object({ rate: z.enum(RATES), nominatives: part, globals: part, egresos: part, pending: part })),
  })
  .openapi('CuadreDay');

const date = z.iso.date('day-malformed');
const show = merchantRoute('invoices:read', {
  method: 'get',
  path: '/cuadre',
  tags: ['Cuadre'],
  summary: 'Reconcile sales with CFDIs, by day and branch',
  description:
    'Days are local to each branch; a sale counts on the day on which it was sold, whenever it was invoiced. Up to 92 days. `format=csv` returns the same as a spreadsheet.',
  request: {
    query: z.object({
      from: date,
      to: date,
      branch: z.string().max(40).optional(),
      format: z.enum(['json', 'csv']).default('json'),
    }),
  },
  responses: {
    200: {
      description: 'The days.',
      content: {
        'application/json': {
          schema: z.object({
            days: z.array(cuadreDayWire),
            total: cuadreDayWire.omit({ date: true, branch: true, moneda: true }).optional(),
          }),
        },
        'text/csv': { schema: z.string() },
      },
    },
    ...REFUSAL,
  },
});

/** A sale of a day of the cuadre, as the API answers it. */
export const cuadreSaleWire = z.object({
  ...{ id: z.string(), folio: z.string(), branch: z.string(), moneda: z.string() },
  ...{ sales: amount, pending: amount, difference: amount },
  cfdis: z.array(
    z.object({
      kind: z.enum(['nominatives', 'globals', 'egresos']),
      ...{ invoice: z.string(), uuid: z.string(), serie: z.string(), folio: z.string(), amount },
      replaced: z.boolean().openapi({ description: 'A substitute counts in place of the invoice that it replaces.' }),
    }),
  ),
});

const detail = merchantRoute('invoices:read', {
  method: 'get',
  path: '/cuadre/{date}',
  tags: ['Cuadre'],
  summary: 'List the sales of a day and the CFDIs that cover them',
  request: { params: z.object({ date }), query: z.object({ branch: z.string().max(40).optional() }) },
  responses: {
    200: jsonAnswer(
      z.object({
        sales: z.array(cuadreSaleWire),
      }),
      'In the order in which they were sold.',
    ),
    ...REFUSAL,
  },
});

/** The routes `GET /cuadre` and `GET /cuadre/{date}`. */
export function cuadreRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { invoicing } = services;
  api.openapi(show, async (c) => {
    const { from, to, branch, format } = c.req.valid('query');
    assertRange(from, to);
    const range = { from, to, ...(branch !== undefined && { branch }) };
    const days = await daysOf(cuadreLines(invoicing, c.get('principal').tenant, range));
    if (format === 'json') return c.json({ days: days.map(dayView) }, 200);
    const headers = { 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'private, no-store' };
    const name = `attachment; filename="cuadre-${from}-${to}.csv"`;
    return c.body(csvOf(days), 200, { ...headers, 'content-disposition': name }) as never;
  });
  api.openapi(detail, async (c) => {
    const day = c.req.valid('param').date;
    const { branch } = c.req.valid('query');
    const range = { from: day, to: day, ...(branch !== undefined && { branch }) };
    const sales = [];
    for await (const line of cuadreLines(invoicing, c.get('principal').tenant, range)) sales.push(lineView(line));
    return c.json({ sales }, 200);
  });
  return api;
}

function assertRange(from: string, to: string): void {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days >= 1 && days <= MOST_DAYS) return;
  throw new Problem('malformed-request', { faults: [{ code: 'cuadre-range', pointer: '/to' }] });
}

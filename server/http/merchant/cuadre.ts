/** The cuadre compares what was sold with what is invoiced, by day and branch, as JSON and CSV, down to each peso of a day. */
import { z } from '@hono/zod-openapi';
import { formatMicro, type Micro, ZERO } from '../../cfdi/money.ts';
import { type CuadreLine, cuadreLines } from '../../invoicing/cuadre.ts';
import { type Figure, RATES, type Rate } from '../../invoicing/cuadre-cover.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

/** A quarter: what an accountant looks at in one piece. */
const MOST_DAYS = 92;
const DAY_MS = 86_400_000;

const FIGURES = ['nominatives', 'globals', 'egresos', 'pending'] as const;
type FigureName = (typeof FIGURES)[number];

const amount = z.string();
const part = z.object({ base: amount, iva: amount });
const dayWire = z
  .object({
    date: z.string(),
    branch: z.string(),
    moneda: z.string(),
    sales: amount.openapi({ description: 'What was sold that day at that branch, less what was given back of it.' }),
    nominatives: amount,
    globals: amount,
    egresos: amount,
    pending: amount.openapi({ description: 'What no CFDI says yet, less refunds without their nota de crédito.' }),
    difference: amount.openapi({ description: 'sales − (nominatives + globals − egresos + pending).' }),
    replacedInForce: amount.openapi({
      description:
        'Of invoices that a substitute replaced and that the SAT has not cancelled yet. They are in no other figure.',
    }),
    count: z.number(),
    rates: z.array(z.object({ rate: z.enum(RATES), nominatives: part, globals: part, egresos: part, pending: part })),
  })
  .openapi('CuadreDay');

const date = z.iso.date('date-malformed');
const show = merchantRoute('invoices:read', {
  method: 'get',
  path: '/cuadre',
  tags: ['Cuadre'],
  summary: 'Sales against CFDIs, by day and branch',
  description:
    'Days are local at each branch; a sale stands at the day on which it was sold, whenever it was invoiced. Up to 92 days. `format=csv` answers the same as a spreadsheet reads it.',
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
            days: z.array(dayWire),
            total: dayWire.omit({ date: true, branch: true, moneda: true }).optional(),
          }),
        },
        'text/csv': { schema: z.string() },
      },
    },
    ...REFUSAL,
  },
});

const detail = merchantRoute('invoices:read', {
  method: 'get',
  path: '/cuadre/{date}',
  tags: ['Cuadre'],
  summary: 'Each sale of a day, and the CFDIs that say its pesos',
  request: { params: z.object({ date }), query: z.object({ branch: z.string().max(40).optional() }) },
  responses: {
    200: jsonAnswer(
      z.object({
        sales: z.array(
          z.object({
            ...{ id: z.string(), folio: z.string(), branch: z.string(), moneda: z.string() },
            ...{ sales: amount, pending: amount, difference: amount },
            cfdis: z.array(
              z.object({
                kind: z.enum(['nominatives', 'globals', 'egresos']),
                ...{ invoice: z.string(), uuid: z.string(), serie: z.string(), folio: z.string(), amount },
                replaced: z.boolean().openapi({ description: 'A substitute counts in its place.' }),
              }),
            ),
          }),
        ),
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

type Parts = Record<FigureName, { base: Micro; iva: Micro }>;
type Day = Pick<CuadreLine, 'date' | 'branch'> &
  Record<FigureName | 'sales' | 'difference' | 'replacedInForce', Micro> & {
    readonly moneda: string;
    count: number;
    readonly rates: Map<Rate, Parts>;
  };

/** By day, then branch, then currency. */
async function daysOf(lines: AsyncGenerator<CuadreLine>): Promise<readonly Day[]> {
  const days = new Map<string, Day>();
  for await (const line of lines) {
    const { moneda } = line.life.sale.body;
    const key = `${line.date} ${line.branch} ${moneda}`;
    const day = days.get(key) ?? emptyDay(line, moneda);
    days.set(key, day);
    addLine(day, line);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
}

function emptyDay({ date: on, branch }: CuadreLine, moneda: string): Day {
  const none = { sales: ZERO, nominatives: ZERO, globals: ZERO, egresos: ZERO, pending: ZERO };
  return { date: on, branch, moneda, ...none, difference: ZERO, replacedInForce: ZERO, count: 0, rates: new Map() };
}

function addLine(day: Day, { sales, covers, pending, difference }: CuadreLine): void {
  day.count += 1;
  day.sales += sales;
  day.difference += difference;
  addFigure(day, 'pending', pending);
  for (const { kind, figure, isReplaced } of covers)
    if (isReplaced) day.replacedInForce += figure.total;
    else addFigure(day, kind, figure);
}

function addFigure(day: Day, name: FigureName, { total, rates }: Figure): void {
  day[name] += total;
  for (const rate of RATES) {
    const added = rates[rate];
    if (!added) continue;
    const parts = day.rates.get(rate) ?? emptyParts();
    parts[name].base += added.base;
    parts[name].iva += added.iva;
    day.rates.set(rate, parts);
  }
}

function emptyParts(): Parts {
  const none = () => ({ base: ZERO, iva: ZERO });
  return { nominatives: none(), globals: none(), egresos: none(), pending: none() };
}

const shown = (value: Micro): string => formatMicro(value, 2);

function dayView(day: Day): z.output<typeof dayWire> {
  const { date: on, branch, moneda, count } = day;
  const partView = ({ base, iva }: { base: Micro; iva: Micro }) => ({ base: shown(base), iva: shown(iva) });
  return {
    ...{ date: on, branch, moneda, count },
    ...{ sales: shown(day.sales), nominatives: shown(day.nominatives), globals: shown(day.globals) },
    ...{ egresos: shown(day.egresos), pending: shown(day.pending), difference: shown(day.difference) },
    replacedInForce: shown(day.replacedInForce),
    rates: RATES.flatMap((rate) => {
      const parts = day.rates.get(rate);
      if (!parts) return [];
      const { nominatives, globals, egresos, pending } = parts;
      const [n, g, e, p] = [partView(nominatives), partView(globals), partView(egresos), partView(pending)];
      return [{ rate, nominatives: n, globals: g, egresos: e, pending: p }];
    }),
  };
}

function lineView({ life: { sale }, branch, sales, covers, pending, difference }: CuadreLine) {
  return {
    ...{ id: sale.id, folio: sale.body.folio, branch, moneda: sale.body.moneda },
    ...{ sales: shown(sales), pending: shown(pending.total), difference: shown(difference) },
    cfdis: covers.map(({ kind, invoice, figure, isReplaced: replaced }) => ({
      ...{ kind, invoice: invoice.id, uuid: invoice.stamped?.uuid ?? '', serie: invoice.serie },
      ...{ folio: String(invoice.folio), amount: shown(figure.total), replaced },
    })),
  };
}

const COLUMNS = ['sales', 'nominatives', 'globals', 'egresos', 'pending', 'difference', 'replacedInForce'] as const;

/** One row a day, branch and currency, with base and IVA of each figure by rate; with a BOM, by which Excel knows UTF-8. */
function csvOf(days: readonly Day[]): string {
  const byRate = RATES.flatMap((rate) => FIGURES.flatMap((name) => [`${name}-${rate}-base`, `${name}-${rate}-iva`]));
  const head = ['date', 'branch', 'moneda', ...COLUMNS, ...byRate];
  const rows = days.map((day) => [
    ...[day.date, cell(day.branch), day.moneda, ...COLUMNS.map((name) => shown(day[name]))],
    ...RATES.flatMap((rate) => {
      const parts = day.rates.get(rate) ?? emptyParts();
      return FIGURES.flatMap((name) => [shown(parts[name].base), shown(parts[name].iva)]);
    }),
  ]);
  return `\ufeff${[head, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}

/** A branch's code can begin with what a spreadsheet takes for a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

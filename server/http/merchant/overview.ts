/** The overview: what needs the merchant's attention, and the number of invoices per day. */
import { z } from '@hono/zod-openapi';
import { dayIn, localDate } from '../../catalogs/local-time.ts';
import { issueZone, type Zone } from '../../catalogs/postal-code.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { BY_BRANCH, createMerchantApi, merchantRoute } from './merchant-api.ts';
import type { Reach } from './own-sale.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Counting stops here, because more is shown as «99+». */
const COUNTED = 100;

const count = z.int().openapi({ description: 'At most 100.' });

/** The overview of a day's work, as the API answers it. */
export const overviewWire = z
  .object({
    attention: z.object({
      requests: z.int().openapi({ description: 'Open requests that need your decision.' }),
      undecided: count.openapi({ description: 'Invoices whose stamping is undecided and needs you, at most 100.' }),
      refunds: count.openapi({ description: 'Refunds that need your approval, at most 100.' }),
    }),
    days: z
      .array(z.object({ date: z.string().openapi({ example: '2026-11-20' }), invoices: z.int() }))
      .openapi({ description: 'Oldest first and today last, without gaps, in the time zone of your first branch.' }),
  })
  .openapi('Overview');

const show = merchantRoute('invoices:read', {
  ...BY_BRANCH,
  method: 'get',
  path: '/overview',
  tags: ['Merchant'],
  summary: 'Get what needs your attention and your invoices by day',
  description: 'Counts CFDIs of sales on the day they were requested, including those cancelled later.',
  request: { query: z.object({ days: z.coerce.number().int().min(1).max(92).default(30) }) },
  responses: { 200: jsonAnswer(overviewWire, 'As of now.'), ...REFUSAL },
});

/** The route `GET /overview`. */
export function overviewRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { store } = services.invoicing;
  api.openapi(show, async (c) => {
    const principal = c.get('principal');
    const { tenant, limit } = principal;
    const within = limit && { within: limit };
    const [requests, undecided, refunds, days] = await Promise.all([
      store.requests.countForMerchant(tenant, limit),
      store.invoices.find(tenant, { states: ['reconcile'], limit: COUNTED, ...within }),
      store.refunds.list(tenant, { state: 'awaiting-approval', limit: COUNTED, ...within }),
      byDay(services, principal, c.req.valid('query').days),
    ]);
    return c.json({ attention: { requests, undecided: undecided.length, refunds: refunds.length }, days }, 200);
  });
  return api;
}

/** Groups hours by local day. Every zone of Mexico is offset from UTC by whole hours, so each hour belongs to one day. */
async function byDay({ invoicing: { store, now } }: Services, { tenant, limit: within }: Reach, days: number) {
  const [branch] = await store.merchants.listBranches(tenant.merchantId);
  const zone = issueZone(branch?.codigoPostal ?? '06000');
  const dates = lastDates(now(), zone, days);
  const [from] = dayIn(dates[0] ?? '', zone);
  const hours = await store.invoices.countByHour(tenant, { from, to: now() + HOUR_MS, within });
  const counted = new Map<string, number>();
  for (const { hour, count: made } of hours) {
    const date = localDate(hour * HOUR_MS, zone);
    counted.set(date, (counted.get(date) ?? 0) + made);
  }
  return dates.map((date) => ({ date, invoices: counted.get(date) ?? 0 }));
}

/** Counted from noon, which stays on the same day when the clocks change. */
function lastDates(now: number, zone: Zone, days: number): readonly string[] {
  const noon = Date.parse(`${localDate(now, zone)}T12:00:00Z`);
  return Array.from({ length: days }, (_, index) =>
    new Date(noon - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

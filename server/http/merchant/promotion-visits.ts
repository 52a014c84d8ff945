/** Counts the visits of a portal, by the channel that brought them. */
import { z } from '@hono/zod-openapi';
import { CHANNELS, type Channel } from '../../portals/channels.ts';
import { addDays } from '../../portals/deadline.ts';
import type { DayVisits } from '../../portals/visit-store.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { dayOf } from '../portal/count-visit.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownPortal } from './own-portal.ts';

/** The days shown by default, including today. */
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

const day = z.iso.date('day-malformed').openapi({ example: '2026-11-20' });
const counts = z.partialRecord(z.enum(CHANNELS), z.int());

const visitsWire = z
  .object({
    ...{ from: day, to: day, total: z.int() },
    channels: counts.openapi({ description: 'All visits of the period, by channel.' }),
    days: z.array(z.object({ day, channels: counts })).openapi({ description: 'Days without visits are left out.' }),
  })
  .openapi('PortalVisits');

const list = merchantRoute('settings:read', {
  method: 'get',
  path: '/portals/{slug}/promotion/visits',
  tags: ['Promotion'],
  summary: 'Get a portal’s visits by channel and day',
  description:
    'Counts visits of the portal’s page through a link with `?c=`, not people: no cookie is set, and nothing about the visitor is stored. ' +
    'Days are those of the first branch. Without dates, the last 30 days; at most 366.',
  request: {
    params: z.object({ slug: z.string().max(80) }),
    query: z.object({ from: day.optional(), to: day.optional() }),
  },
  responses: { 200: jsonAnswer(visitsWire, 'The counts.'), ...REFUSAL },
});

/** The route `GET /portals/{slug}/promotion/visits`. Days are those of the portal's time zone. */
export function promotionVisitRoutes(services: Services) {
  const api = createMerchantApi(services);
  api.openapi(list, async (c) => {
    const portal = await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant);
    const { to = await dayOf(services, portal), from = addDays(to, 1 - USUAL_DAYS) } = c.req.valid('query');
    if (from > to) throw new Problem('malformed-request', { faults: [{ code: 'days-reversed', pointer: '/from' }] });
    if (addDays(from, MOST_DAYS) <= to)
      throw new Problem('malformed-request', { faults: [{ code: 'days-too-many', pointer: '/from' }] });
    return c.json(summary(from, to, await services.invoicing.store.visits.list(portal.slug, from, to)), 200);
  });
  return api;
}

function summary(from: string, to: string, visits: readonly DayVisits[]): z.output<typeof visitsWire> {
  const channels: Partial<Record<Channel, number>> = {};
  const days = new Map<string, Partial<Record<Channel, number>>>();
  for (const { day, channel, visits: count } of visits) {
    channels[channel] = (channels[channel] ?? 0) + count;
    days.set(day, { ...days.get(day), [channel]: count });
  }
  return {
    ...{ from, to, channels, total: visits.reduce((sum, each) => sum + each.visits, 0) },
    days: [...days].map(([day, channels]) => ({ day, channels })),
  };
}

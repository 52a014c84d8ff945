/** A portal's deadline as a calendar month, for the panel and for other clients. */
import { z } from '@hono/zod-openapi';
import { PERIODICIDAD_CLAVES } from '../../catalogs/global-period.ts';
import { localDate } from '../../catalogs/local-time.ts';
import { issueZone } from '../../catalogs/postal-code.ts';
import { deadlinePolicy } from '../../portals/deadline.ts';
import { deadlineCalendar } from '../../portals/deadline-calendar.ts';
import type { Portal } from '../../portals/portal.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownPortal } from './own-portal.ts';

const day = z.iso.date();
const period = z.object({ from: day, to: day });

const calendar = merchantRoute('settings:read', {
  method: 'get',
  path: '/portals/{slug}/deadline-calendar',
  tags: ['Settings'],
  summary: 'Get a month of deadlines and global invoices',
  request: {
    params: z.object({ slug: z.string().max(80) }),
    query: z.object({
      month: z
        .string()
        .regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'malformed')
        .optional()
        .openapi({ description: 'The current month by default.', example: '2026-12' }),
      branch: z
        .string()
        .max(50)
        .optional()
        .openapi({ description: 'A branch’s code, if the branch has its own deadline.' }),
      periodicidad: z.enum(PERIODICIDAD_CLAVES, 'periodicidad-unknown').optional().openapi({
        description:
          'The c_Periodicidad of the global invoices to show. By default that of the deadline, if it ends with the global invoice.',
      }),
    }),
  },
  responses: {
    200: jsonAnswer(
      z.object({
        month: z.string(),
        days: z.array(
          z
            .object({
              date: day,
              until: day,
              closes: period.optional(),
              global: period.optional(),
              asksAfterGlobal: z.boolean().optional(),
            })
            .openapi('DeadlineDay', {
              description:
                '`until` is the last day to invoice sales of this day. `closes` lists the days whose sales can be invoiced for the last time on this day. `global` is the period that ends on this day. `asksAfterGlobal` says whether this day’s sales enter a global invoice before their deadline ends.',
            }),
        ),
      }),
      'Every day of the month, local days of the branch.',
    ),
    ...REFUSAL,
  },
});

/** The route `GET /portals/{slug}/deadline-calendar`. */
export function deadlineCalendarRoutes(services: Services) {
  const api = createMerchantApi(services);
  api.openapi(calendar, async (c) => {
    const { branch, periodicidad, ...asked } = c.req.valid('query');
    const portal = await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant);
    const { month = await presentMonth(services, portal) } = asked;
    const policy = branch === undefined ? portal.settings.deadline : deadlinePolicy(portal.settings, branch);
    const drawn = periodicidad ?? (policy.kind === 'until-global' ? policy.periodicidad : undefined);
    return c.json({ month, days: [...deadlineCalendar(month, policy, drawn)] }, 200);
  });
  return api;
}

/** The current month at the merchant's first branch. */
async function presentMonth({ invoicing }: Services, { merchantId }: Portal): Promise<string> {
  const [first] = await invoicing.store.merchants.listBranches(merchantId);
  return localDate(invoicing.now(), issueZone(first?.codigoPostal ?? '')).slice(0, 7);
}

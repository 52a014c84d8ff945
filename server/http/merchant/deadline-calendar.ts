/** A portal's deadline as a calendar month, for the panel and for other clients. */
import { z } from '@hono/zod-openapi';
import { PERIODICIDAD_CLAVES, type Periodicidad } from '../../catalogs/global-period.ts';
import { localDate } from '../../catalogs/local-time.ts';
import { issueZone, type Zone } from '../../catalogs/postal-code.ts';
import { deadlinePolicy } from '../../portals/deadline.ts';
import { deadlineCalendar } from '../../portals/deadline-calendar.ts';
import { zoneWords } from '../../portals/deadline-words.ts';
import type { DeadlinePolicy, Portal } from '../../portals/portal.ts';
import type { Language } from '../../problems/problem.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownPortal } from './own-portal.ts';

/** A policy as a word and a number. */
const policyQuery = z
  .string()
  .regex(
    /^(?:month-end\/(?:\d|1[0-2])|days\/(?:[1-9]|[1-9]\d|[12]\d\d|3[0-5]\d|36[0-6])|year-end|until-global\/0[1-5])$/,
    'deadline-unknown',
  )
  .transform((text): DeadlinePolicy => {
    const [kind, value = ''] = text.split('/');
    if (kind === 'year-end') return { kind };
    if (kind === 'days') return { kind, days: Number(value) };
    if (kind === 'month-end') return { kind, monthsAfter: Number(value) };
    return { kind: 'until-global', periodicidad: value as Periodicidad };
  });

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
      deadline: policyQuery.optional().openapi({
        description:
          'A policy that is not saved: `month-end/1`, `days/30`, `year-end`, `until-global/04`. By default that of the portal, or of the branch.',
        example: 'days/30',
      }),
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
        zone: z.string().openapi({ description: 'Whose days these are, in words.', example: 'hora de Tijuana' }),
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
      'Every day of the month, in the branch’s local days.',
    ),
    ...REFUSAL,
  },
});

/** The route `GET /portals/{slug}/deadline-calendar`. */
export function deadlineCalendarRoutes(services: Services) {
  const api = createMerchantApi(services);
  api.openapi(calendar, async (c) => {
    const portal = await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant);
    return c.json(await calendarView(services, portal, c.req.valid('query'), languageOf(c)), 200);
  });
  return api;
}

/** Which calendar: the current month of the portal's own policy by default. */
type AskedCalendar = {
  readonly month?: string | undefined;
  readonly branch?: string | undefined;
  readonly deadline?: DeadlinePolicy | undefined;
  readonly periodicidad?: Periodicidad | undefined;
};

/** Builds the view of a month of a portal's deadlines. */
export async function calendarView(
  services: Services,
  portal: Portal,
  { branch, periodicidad, deadline, ...asked }: AskedCalendar,
  language: Language,
) {
  const zone = await zoneOf(services, portal, branch);
  const { month = localDate(services.invoicing.now(), zone).slice(0, 7) } = asked;
  const own = branch === undefined ? portal.settings.deadline : deadlinePolicy(portal.settings, branch);
  const policy = deadline ?? own;
  const drawn = periodicidad ?? (policy.kind === 'until-global' ? policy.periodicidad : undefined);
  return { month, zone: zoneWords(zone)[language], days: [...deadlineCalendar(month, policy, drawn)] };
}

/** The postal code of that branch, or of the merchant's first. */
async function zoneOf({ invoicing }: Services, { merchantId }: Portal, code: string | undefined): Promise<Zone> {
  const branches = await invoicing.store.merchants.listBranches(merchantId);
  const branch = branches.find((one) => one.code === code) ?? branches[0];
  return issueZone(branch?.codigoPostal ?? '');
}

/** When each branch's facturas globales are issued: `GET /v1/global-schedules`, `PUT /v1/global-schedules/{branch}`. */
import { z } from '@hono/zod-openapi';
import { PERIODICIDAD_CLAVES } from '../../catalogs/global-period.ts';
import { offsetDateTime } from '../../catalogs/local-time.ts';
import { issueZone } from '../../catalogs/postal-code.ts';
import { type GlobalSchedule, LATEST_HOUR } from '../../invoicing/global-schedule.ts';
import { setSchedule } from '../../invoicing/set-schedule.ts';
import type { Branch } from '../../merchants/merchant.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const wanted = z
  .strictObject({
    periodicidad: z.enum(PERIODICIDAD_CLAVES, 'periodicidad-unknown').openapi({
      description:
        '01 daily, 02 weekly (Monday to Sunday, cut at the end of a month), 03 1st–15th and 16th–end, 04 monthly, 05 two months, for régimen 621 only. If the portal’s deadline ends with the global invoice, it must be the same here.',
    }),
    hour: z.int().min(0).max(LATEST_HOUR).default(3).openapi({
      description: 'The hour of the day at the branch. The SAT allows 24 hours from the end of the period.',
    }),
    enabled: z.boolean().openapi({ description: 'Whether global invoices are made automatically.' }),
    since: z.iso.date('day-malformed').optional().openapi({
      description:
        'The cut-off day, local to the branch: earlier sales are in global invoices made elsewhere, so they are left out here. By default the first day of the current period.',
    }),
    serie: z
      .string()
      .regex(/^[^|\s]{1,25}$/, 'malformed')
      .default('G')
      .openapi({ description: 'The serie of the invoices; `G` by default.' }),
  })
  .openapi('NewGlobalSchedule');

/** The schedule of a branch’s global invoices, as the API returns it. */
export const scheduleWire = z
  .object({
    branch: z.string(),
    periodicidad: z.enum(PERIODICIDAD_CLAVES),
    hour: z.int(),
    enabled: z.boolean(),
    since: z.string(),
    serie: z.string(),
    next: z
      .string()
      .optional()
      .openapi({ description: 'When the next run takes the periods that have ended by then.' }),
  })
  .openapi('GlobalSchedule');

const about = { tags: ['Global invoices'] };
const list = merchantRoute('settings:read', {
  ...{
    ...about,
    method: 'get',
    path: '/global-schedules',
    summary: 'List the global invoice schedules of your branches',
  },
  responses: { 200: jsonAnswer(z.object({ schedules: z.array(scheduleWire) }), 'By branch.'), ...REFUSAL },
});
const put = merchantRoute('settings:write', {
  ...{
    ...about,
    method: 'put',
    path: '/global-schedules/{branch}',
    summary: 'Set the global invoice schedule of a branch',
  },
  description:
    'Every day at that hour, the period that has ended is invoiced, and late sales of earlier periods go into supplementary global invoices.',
  request: { params: z.object({ branch: z.string().max(50) }), ...jsonBody(wanted) },
  responses: { 200: jsonAnswer(scheduleWire, 'As it is now.'), ...REFUSAL },
});

/** The routes `/global-schedules`, which need the scopes of settings. */
export function globalScheduleRoutes(services: Services) {
  const { invoicing } = services;
  const api = createMerchantApi(services, (target) => (target === 'json' ? 'invalid-global' : 'malformed-request'));
  api.openapi(list, async (c) => {
    const { tenant } = c.get('principal');
    const branches = await invoicing.store.merchants.listBranches(tenant.merchantId);
    const schedules = await invoicing.store.globalSchedules.list(tenant);
    return c.json({ schedules: schedules.map((schedule) => scheduleView(schedule, branches)) }, 200);
  });
  api.openapi(put, async (c) => {
    const { tenant } = c.get('principal');
    const { branch } = c.req.valid('param');
    const { since, ...body } = c.req.valid('json');
    const schedule = await setSchedule(invoicing, { tenant, branch, ...body, ...(since !== undefined && { since }) });
    return c.json(scheduleView(schedule, await invoicing.store.merchants.listBranches(tenant.merchantId)), 200);
  });
  return api;
}

/** A schedule in JSON, with the time of its next run if it is enabled. */
export function scheduleView(
  { branch: code, periodicidad, hour, enabled, since, serie, nextAt }: GlobalSchedule,
  branches: readonly Branch[],
): z.output<typeof scheduleWire> {
  const branch = branches.find((one) => one.code === code);
  return {
    ...{ branch: code, periodicidad, hour, enabled, since, serie },
    ...(enabled && branch && { next: offsetDateTime(nextAt, issueZone(branch.codigoPostal)) }),
  };
}

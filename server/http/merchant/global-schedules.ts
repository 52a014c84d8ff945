/** How each branch's facturas globales are made: `GET /v1/global-schedules`, `PUT /v1/global-schedules/{branch}`. */
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
        '01 daily, 02 weekly (Monday to Sunday, cut at the end of a month), 03 1st–15th and 16th–end, 04 monthly, 05 two months, for régimen 621 only. The same as that of the portal’s deadline where this is until the global.',
    }),
    hour: z.int().min(0).max(LATEST_HOUR).default(3).openapi({
      description: 'Of the branch’s day. The SAT allows 24 hours from the end of the period.',
    }),
    enabled: z.boolean().openapi({ description: 'Whether they are made by themselves.' }),
    since: z.iso.date('day-malformed').optional().openapi({
      description:
        'The cut-off, a day of the branch: earlier sales are in globals that were made elsewhere, so nothing here takes them. The first day of the present period when absent.',
    }),
    serie: z
      .string()
      .regex(/^[^|\s]{1,25}$/, 'malformed')
      .default('G')
      .openapi({ description: 'Of the invoices; `G` when absent.' }),
  })
  .openapi('NewGlobalSchedule');

const scheduleWire = z
  .object({
    branch: z.string(),
    periodicidad: z.enum(PERIODICIDAD_CLAVES),
    hour: z.int(),
    enabled: z.boolean(),
    since: z.string(),
    serie: z.string(),
    next: z.string().optional().openapi({ description: 'When whatever is over by then is globalised.' }),
  })
  .openapi('GlobalSchedule');

const about = { tags: ['Global invoices'] };
const list = merchantRoute('settings:read', {
  ...{ ...about, method: 'get', path: '/global-schedules', summary: 'How each branch’s global invoices are made' },
  responses: { 200: jsonAnswer(z.object({ schedules: z.array(scheduleWire) }), 'By branch.'), ...REFUSAL },
});
const put = merchantRoute('settings:write', {
  ...{ ...about, method: 'put', path: '/global-schedules/{branch}', summary: 'Have a branch’s global invoices made' },
  description:
    'Every day at that hour: the period that has ended, and in supplementary globals whatever arrived late for an earlier one.',
  request: { params: z.object({ branch: z.string().max(50) }), ...jsonBody(wanted) },
  responses: { 200: jsonAnswer(scheduleWire, 'As it is now.'), ...REFUSAL },
});

/** For keys that read and write settings. */
export function globalScheduleRoutes(services: Services) {
  const { invoicing } = services;
  const api = createMerchantApi(services, (target) => (target === 'json' ? 'invalid-global' : 'malformed-request'));
  api.openapi(list, async (c) => {
    const { tenant } = c.get('principal');
    const branches = await invoicing.store.merchants.listBranches(tenant.merchantId);
    const schedules = await invoicing.store.globalSchedules.list(tenant);
    return c.json({ schedules: schedules.map((schedule) => viewOf(schedule, branches)) }, 200);
  });
  api.openapi(put, async (c) => {
    const { tenant } = c.get('principal');
    const { branch } = c.req.valid('param');
    const { since, ...body } = c.req.valid('json');
    const schedule = await setSchedule(invoicing, { tenant, branch, ...body, ...(since !== undefined && { since }) });
    return c.json(viewOf(schedule, await invoicing.store.merchants.listBranches(tenant.merchantId)), 200);
  });
  return api;
}

function viewOf(
  { branch: code, periodicidad, hour, enabled, since, serie, nextAt }: GlobalSchedule,
  branches: readonly Branch[],
): z.output<typeof scheduleWire> {
  const branch = branches.find((one) => one.code === code);
  return {
    ...{ branch: code, periodicidad, hour, enabled, since, serie },
    ...(enabled && branch && { next: offsetDateTime(nextAt, issueZone(branch.codigoPostal)) }),
  };
}

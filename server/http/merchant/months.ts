/** Locks a month whose taxes have been declared. */
import { z } from '@hono/zod-openapi';
import { lockMonth, unlockMonth } from '../../invoicing/month-lock.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, guardedRoute, merchantRoute } from './merchant-api.ts';

const params = z.object({ month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'month-malformed') });
/** A month of the books, as the API answers it. */
export const monthWire = z
  .object({ month: z.string(), locked: z.boolean(), lockedBy: z.string().optional(), lockedAt: z.string().optional() })
  .openapi('Month');
const tags = ['Cuadre'];

const list = merchantRoute('invoices:read', {
  method: 'get',
  path: '/months',
  tags,
  summary: 'List the locked months',
  responses: { 200: jsonAnswer(z.object({ months: z.array(monthWire) }), 'Newest first.'), ...REFUSAL },
});
const lock = guardedRoute('invoices:write', {
  method: 'post',
  path: '/months/{month}/lock',
  tags,
  summary: 'Lock a month',
  description:
    'From then on nobody except the accountant can cancel or correct an invoice of the month, register a refund dated in it, or issue its factura global, scheduled ones included. A refund that a source reports waits for approval; a sale of the month keeps its figures, and what a source reports of it waits in its queue until the month is unlocked. Only for an owner or the accountant, with their own account, within ten minutes of a step-up.',
  request: { params },
  responses: { 200: jsonAnswer(monthWire, 'It is locked.'), ...REFUSAL },
});
const unlock = guardedRoute('invoices:write', {
  method: 'post',
  path: '/months/{month}/unlock',
  tags,
  summary: 'Unlock a month',
  request: { params },
  responses: { 200: jsonAnswer(monthWire, 'It is not locked.'), ...REFUSAL },
});

/** The routes `/months`: list, lock and unlock. */
export function monthRoutes(services: Services) {
  const api = createMerchantApi(services);
  const { invoicing } = services;
  api.openapi(list, async (c) => {
    const locked = await invoicing.store.cuadre.lockedMonths(c.get('principal').tenant);
    return c.json({ months: locked.map(lockedView) }, 200);
  });
  api.openapi(lock, async (c) => {
    const { month } = c.req.valid('param');
    return c.json(lockedView(await lockMonth(invoicing, c.get('principal'), month)), 200);
  });
  api.openapi(unlock, async (c) => {
    const { month } = c.req.valid('param');
    await unlockMonth(invoicing, c.get('principal'), month);
    return c.json({ month, locked: false }, 200);
  });
  return api;
}

/** Builds the view of a locked month. */
export function lockedView({ month, by, at }: { readonly month: string; readonly by: string; readonly at: number }) {
  return { month, locked: true, lockedBy: by, lockedAt: new Date(at).toISOString() };
}

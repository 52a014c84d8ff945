/** What a source could not turn into a sale, and how to retry it: the queue, replay and backfill. */
import { z } from '@hono/zod-openapi';
import { backfillSource, replaySource } from '../../sources/retry-source.ts';
import type { SourceAccount } from '../../sources/settings.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { intakeOf } from '../api/intake-of.ts';
import { faultBody, languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownSource } from './own-source.ts';

const fault = z.object({ pointer: z.string(), code: z.string(), detail: z.string() });
/** What could not become a sale, on the wire. */
export const sourceQueueWire = z
  .object({
    problems: z.array(z.object({ sale: z.string(), since: z.string(), errors: z.array(fault) })),
    unread: z.array(z.object({ id: z.string(), type: z.string(), reason: z.string(), receivedAt: z.string() })),
  })
  .openapi('SourceQueue');

const backfillWire = z
  .strictObject({ since: z.iso.datetime({ offset: true }), dryRun: z.boolean().default(false) })
  .openapi('Backfill');
/** How far a backfill has come, on the wire. */
export const backfillProgressWire = z
  .object({
    status: z.enum(['all', 'more', 'unavailable', 'no-list']).openapi({
      description: '`no-list` means that the provider has no list, or that the credentials do not allow it.',
    }),
    sales: z.int(),
    reason: z.string().optional(),
  })
  .openapi('BackfillProgress');

const about = { tags: ['Sources'] };
const one = { ...about, path: '/sources/{id}', request: { params: z.object({ id: z.string().max(80) }) } };

const routes = {
  queue: merchantRoute('settings:read', {
    ...one,
    method: 'get',
    path: '/sources/{id}/queue',
    summary: 'List what could not become a sale, and why',
    responses: { 200: jsonAnswer(sourceQueueWire, 'At most 100 of each.'), ...REFUSAL },
  }),
  replay: merchantRoute('settings:write', {
    ...one,
    method: 'post',
    path: '/sources/{id}/replay',
    summary: 'Retry what could not become a sale',
    responses: {
      200: jsonAnswer(z.object({ sales: z.int(), events: z.int() }), 'The number of retried sales.'),
      ...REFUSAL,
    },
  }),
  backfill: merchantRoute('settings:write', {
    ...one,
    method: 'post',
    path: '/sources/{id}/backfill',
    summary: 'Backfill recent sales from the provider',
    description:
      'Each call reads a few pages. `more` says that there are others, and a repetition continues where this call stopped. A dry run only counts.',
    request: { ...one.request, ...jsonBody(backfillWire) },
    responses: { 200: jsonAnswer(backfillProgressWire, 'The progress of the backfill.'), ...REFUSAL },
  }),
} as const;

const LISTED = 100;

/** The routes below `/sources/{id}`: the queue of failed sales, replay and backfill. */
export function sourceQueueRoutes(services: Services) {
  const { store } = services.invoicing;
  const api = createMerchantApi(services);
  const deps = () => ({ ...services, intake: intakeOf(services) });
  const own = (tenant: SourceAccount['tenant'], id: string) => ownSource(services, tenant, id);

  api.openapi(routes.queue, async (c) => {
    const { id } = await own(c.get('principal').tenant, c.req.valid('param').id);
    const language = languageOf(c);
    const [problems, unread] = [await store.sources.problems(id, LISTED), await store.sources.unread(id, LISTED)];
    return c.json(
      {
        problems: problems.map(({ saleKey, at, faults }) => ({
          sale: saleKey,
          since: new Date(at).toISOString(),
          errors: faults.map((fault) => faultBody(fault, language)),
        })),
        unread: unread.map(({ id, type, reason, receivedAt }) => {
          return { id, type, reason, receivedAt: new Date(receivedAt).toISOString() };
        }),
      },
      200,
    );
  });
  api.openapi(routes.replay, async (c) => {
    const account = await own(c.get('principal').tenant, c.req.valid('param').id);
    return c.json({ ...(await replaySource(deps(), account)) }, 200);
  });
  api.openapi(routes.backfill, async (c) => {
    const account = await own(c.get('principal').tenant, c.req.valid('param').id);
    const { since, dryRun } = c.req.valid('json');
    const read = await backfillSource(deps(), account, { since: Date.parse(since), isDry: dryRun });
    const reason = read.kind === 'unavailable' ? { reason: read.reason } : {};
    return c.json({ status: read.kind, sales: read.count, ...reason }, 200);
  });
  return api;
}

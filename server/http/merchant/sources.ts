/** Manages a merchant's sources of sales: setup, health and repair. Credentials are never returned. */
import { z } from '@hono/zod-openapi';
import type { Links } from '../../links/links.ts';
import { Problem } from '../../problems/problem.ts';
import type { PutSource } from '../../sources/accounts.ts';
import { makePendingSales } from '../../sources/intake/intake.ts';
import { paymentDefaults } from '../../sources/intake/payment-table.ts';
import { takeList, takeUnread } from '../../sources/providers/provider-lists.ts';
import type { SourceAccount } from '../../sources/settings.ts';
import { defaultsWire, paymentsWire, statesWire } from '../../sources/settings-wire.ts';
import { SOURCE_TYPES } from '../../sources/source.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { intakeOf } from '../api/intake-of.ts';
import { faultBody, languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { assertHostsMayBeAsked, urlsAmong } from './chosen-hosts.ts';
import { createMerchantApi, guardedRoute, merchantRoute } from './merchant-api.ts';

const credentials = z.record(z.string(), z.string().max(8_000));
const name = z.string().trim().min(1, 'required').max(80, 'text-too-long');
const upload = z
  .strictObject({
    type: z.enum(SOURCE_TYPES),
    name,
    credentials: credentials.default({}).openapi({
      description:
        '`webhookSecret`, and whatever else its type needs. `linkSecret` (32 to 200 printable ASCII characters) signs links to its sales, and stays until you replace it.',
    }),
    defaults: defaultsWire,
    payments: paymentsWire.default({}),
    states: statesWire.default({}),
  })
  .openapi('SourceUpload');
const change = z
  .strictObject({
    name: name.optional(),
    credentials: credentials.optional(),
    defaults: defaultsWire.optional(),
    payments: paymentsWire.optional(),
    states: statesWire.optional(),
  })
  .openapi('SourceChange');
const source = z
  .object({
    id: z.string(),
    type: z.enum(SOURCE_TYPES),
    name: z.string(),
    webhookUrl: z.string().optional().openapi({ description: 'The URL to which the provider must send its events.' }),
    defaults: defaultsWire,
    payments: paymentsWire,
    states: statesWire,
    createdAt: z.string(),
  })
  .openapi('Source');
const health = z
  .object({
    events: z.int(),
    badSignatures: z.int(),
    lastEventAt: z.string().optional(),
    lastBadSignatureAt: z.string().optional(),
    listed: z.int().openapi({ description: 'The number of sales read by backfill or polling.' }),
  })
  .openapi('SourceHealth');
const fault = z.object({ pointer: z.string(), code: z.string(), detail: z.string() });
const queue = z
  .object({
    problems: z.array(z.object({ sale: z.string(), since: z.string(), errors: z.array(fault) })),
    unread: z.array(z.object({ id: z.string(), type: z.string(), reason: z.string(), receivedAt: z.string() })),
  })
  .openapi('SourceQueue');

const backfillWire = z
  .strictObject({ since: z.iso.datetime({ offset: true }), dryRun: z.boolean().default(false) })
  .openapi('Backfill');
const backfillAnswer = z
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
  create: guardedRoute('settings:write', {
    ...about,
    method: 'post',
    path: '/sources',
    summary: 'Set up a source of sales',
    request: jsonBody(upload),
    responses: { 201: jsonAnswer(source, 'The source, with its webhook’s address.'), ...REFUSAL },
  }),
  list: merchantRoute('settings:read', {
    ...about,
    method: 'get',
    path: '/sources',
    summary: 'List sources and their health',
    responses: {
      200: jsonAnswer(z.object({ sources: z.array(source.extend({ health })) }), 'In order of creation.'),
      ...REFUSAL,
    },
  }),
  change: guardedRoute('settings:write', {
    ...one,
    method: 'put',
    summary: 'Change a source',
    description:
      'Fields that you leave out stay. Sales that are not invoiced are rebuilt with the new settings, and those that could not be made are retried.',
    request: { ...one.request, ...jsonBody(change) },
    responses: { 200: jsonAnswer(source, 'The source as it is now.'), ...REFUSAL },
  }),
  remove: guardedRoute('settings:write', {
    ...one,
    method: 'delete',
    summary: 'Delete a source and keep its sales',
    responses: { 204: { description: 'Deleted.' }, ...REFUSAL },
  }),
  queue: merchantRoute('settings:read', {
    ...one,
    method: 'get',
    path: '/sources/{id}/queue',
    summary: 'List what could not become a sale, and why',
    responses: { 200: jsonAnswer(queue, 'At most 100 of each.'), ...REFUSAL },
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
      'Each call reads some pages. `more` says that there are others, and a repetition continues where this call stopped. A dry run only counts.',
    request: { ...one.request, ...jsonBody(backfillWire) },
    responses: { 200: jsonAnswer(backfillAnswer, 'The progress of the backfill.'), ...REFUSAL },
  }),
  payments: merchantRoute('settings:read', {
    ...one,
    method: 'get',
    path: '/sources/{id}/payments',
    summary: 'Get the payment table: the defaults and the merchant’s overrides',
    responses: {
      200: jsonAnswer(z.object({ defaults: z.array(z.unknown()), own: paymentsWire }), 'Rows of the table.'),
      ...REFUSAL,
    },
  }),
} as const;

const LISTED = 100;

/** The routes `/sources`: set up, list, change and remove. */
export function sourceRoutes(services: Services) {
  const { store, now } = services.invoicing;
  const api = createMerchantApi(services);
  const own = (tenant: SourceAccount['tenant'], id: string) => ownSource(services, tenant, id);
  const view = (account: SourceAccount) => viewOf(account, services.links);

  api.openapi(routes.create, async (c) => {
    const { defaults, payments, states, ...rest } = c.req.valid('json');
    const settings = { defaults, payments, states } as SourceAccount['settings'];
    const tenant = c.get('principal').tenant;
    await assertHostsMayBeAsked(services, tenant, urlsAmong(rest.credentials));
    const put = await services.sourceAccounts.create(tenant, { ...rest, settings }, now());
    return c.json(view(accountOf(put)), 201);
  });
  api.openapi(routes.list, async (c) => {
    const accounts = await store.sources.list(c.get('principal').tenant);
    const sources = await Promise.all(
      accounts.map(async (account) => ({ ...view(account), health: healthOf(await store.sources.health(account.id)) })),
    );
    return c.json({ sources }, 200);
  });
  api.openapi(routes.change, async (c) => {
    const account = await own(c.get('principal').tenant, c.req.valid('param').id);
    const { name, credentials, defaults, payments, states } = c.req.valid('json');
    const settings = {
      defaults: defaults ?? account.settings.defaults,
      payments: payments ?? account.settings.payments,
      states: states ?? account.settings.states ?? {},
    } as SourceAccount['settings'];
    await assertHostsMayBeAsked(services, account.tenant, urlsAmong(credentials ?? {}));
    const put = await services.sourceAccounts.change(account, {
      settings,
      ...(name !== undefined && { name }),
      ...(credentials !== undefined && { credentials }),
    });
    const isOther = [defaults, payments, states].some((each) => each !== undefined);
    // The sales that this is still true for raise it again.
    if (isOther) await store.notices.resolve(account.tenant, 'forma-pago-assumed', account.id, now());
    await retry(services, account.id, isOther ? 'all' : 'problems');
    return c.json(view(accountOf(put)), 200);
  });
  api.openapi(routes.remove, async (c) => {
    const removed = await store.sources.remove(c.get('principal').tenant, c.req.valid('param').id);
    if (removed === 'unknown') throw new Problem('unknown-resource');
    return c.body(null, 204);
  });
  return api;
}

/** The routes below `/sources/{id}`: the queue of failed sales, replay, backfill and payments. */
export function sourceQueueRoutes(services: Services) {
  const { store } = services.invoicing;
  const api = createMerchantApi(services);
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
    const source = await services.sourceAccounts.open(account);
    const events = source ? await takeUnread(intakeOf(services), account, source) : 0;
    return c.json({ sales: await retry(services, account.id), events }, 200);
  });
  api.openapi(routes.backfill, async (c) => {
    const account = await own(c.get('principal').tenant, c.req.valid('param').id);
    const { since, dryRun } = c.req.valid('json');
    const source = await services.sourceAccounts.open(account);
    if (!source) return c.json({ status: 'no-list' as const, sales: 0 }, 200);
    const read = await takeList(intakeOf(services), account, source, Date.parse(since), dryRun);
    const reason = read.kind === 'unavailable' ? { reason: read.reason } : {};
    return c.json({ status: read.kind, sales: read.count, ...reason }, 200);
  });
  api.openapi(routes.payments, async (c) => {
    const { type, settings } = await own(c.get('principal').tenant, c.req.valid('param').id);
    return c.json({ defaults: [...paymentDefaults(type)], own: { ...settings.payments } }, 200);
  });
  return api;
}

/** Reads a source of this merchant and world. Throws `unknown-resource`. */
export async function ownSource(
  { invoicing }: Services,
  tenant: SourceAccount['tenant'],
  id: string,
): Promise<SourceAccount> {
  const account = await invoicing.store.sources.get(id);
  const isTheirs = account?.tenant.merchantId === tenant.merchantId && account.tenant.world === tenant.world;
  if (!account || !isTheirs) throw new Problem('unknown-resource');
  return account;
}

/** The maximum for one call; the worker does the rest. */
const AT_ONCE = 200;

/** Rebuilds failed sales, or all of them, as far as one call can. */
async function retry(services: Services, sourceId: string, which: 'problems' | 'all' = 'problems'): Promise<number> {
  const count = await services.invoicing.store.sources.refold(sourceId, which);
  if (count > 0) await makePendingSales(intakeOf(services), AT_ONCE);
  return count;
}

function accountOf(put: PutSource): SourceAccount {
  if (put.kind === 'put') return put.account;
  const pointers = put.kind === 'malformed' ? put.pointers : ['/credentials'];
  const code = put.kind === 'malformed' ? 'malformed' : 'credentials-other-world';
  throw new Problem('malformed-request', { faults: pointers.map((pointer) => ({ code, pointer })) });
}

/** Types of source without webhooks: a spreadsheet, the push API, sales entered by hand, and the merchant's own URL. */
const WITHOUT_WEBHOOK: ReadonlySet<string> = new Set(['csv', 'api', 'manual', 'pull']);

function viewOf({ id, type, name, settings, createdAt }: SourceAccount, { api }: Links): z.output<typeof source> {
  const webhookUrl = WITHOUT_WEBHOOK.has(type) ? {} : { webhookUrl: api.sourceWebhook(id) };
  const { defaults, payments, states = {} } = structuredClone(settings);
  const view = {
    id,
    type,
    name,
    ...webhookUrl,
    defaults,
    payments,
    states,
    createdAt: new Date(createdAt).toISOString(),
  };
  return view as z.output<typeof source>;
}

function healthOf(of: Awaited<ReturnType<Services['invoicing']['store']['sources']['health']>>) {
  const { events, badSignatures, listed, lastEventAt, lastBadSignatureAt } = of;
  return {
    ...{ events, badSignatures, listed },
    ...(lastEventAt !== undefined && { lastEventAt: new Date(lastEventAt).toISOString() }),
    ...(lastBadSignatureAt !== undefined && { lastBadSignatureAt: new Date(lastBadSignatureAt).toISOString() }),
  };
}

/** Manages a merchant's sources of sales. Credentials are never returned. */
import { z } from '@hono/zod-openapi';
import type { Links } from '../../links/links.ts';
import { Problem } from '../../problems/problem.ts';
import { changeSource, type SettingsChange, setUpSource } from '../../sources/set-up-source.ts';
import type { SourceAccount } from '../../sources/settings.ts';
import { defaultsWire, paymentsWire, statesWire } from '../../sources/settings-wire.ts';
import { SOURCE_TYPES } from '../../sources/source.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { intakeOf } from '../api/intake-of.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, guardedRoute, merchantRoute } from './merchant-api.ts';
import { ownSource } from './own-source.ts';

const credentials = z.record(z.string(), z.string().max(8_000));
const name = z.string().trim().min(1, 'required').max(80, 'text-too-long');
const upload = z
  .strictObject({
    type: z.enum(SOURCE_TYPES),
    name,
    credentials: credentials.default({}).openapi({
      description:
        '`webhookSecret`, and whatever else its type needs. Stripe, Mercado Pago and Shopify give the secret only once they have the webhook’s address: send it with `PUT` then; until that, no event is accepted. `linkSecret` (32 to 200 printable ASCII characters) signs links to its sales, and stays valid until you replace it.',
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
/** A source of sales on the wire, without its credentials. */
export const sourceWire = z
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
/** What has arrived from a source, on the wire. */
export const sourceHealthWire = z
  .object({
    events: z.int(),
    badSignatures: z.int(),
    lastEventAt: z.string().optional(),
    lastBadSignatureAt: z.string().optional(),
    listed: z.int().openapi({ description: 'The number of sales read by backfill or polling.' }),
  })
  .openapi('SourceHealth');
const about = { tags: ['Sources'] };
const one = { ...about, path: '/sources/{id}', request: { params: z.object({ id: z.string().max(80) }) } };

const routes = {
  create: guardedRoute('settings:write', {
    ...about,
    method: 'post',
    path: '/sources',
    summary: 'Set up a source of sales',
    request: jsonBody(upload),
    responses: { 201: jsonAnswer(sourceWire, 'The source, with its webhook’s address.'), ...REFUSAL },
  }),
  list: merchantRoute('settings:read', {
    ...about,
    method: 'get',
    path: '/sources',
    summary: 'List sources and their health',
    responses: {
      200: jsonAnswer(
        z.object({ sources: z.array(sourceWire.extend({ health: sourceHealthWire })) }),
        'In order of creation.',
      ),
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
    responses: { 200: jsonAnswer(sourceWire, 'The source as it is now.'), ...REFUSAL },
  }),
  remove: guardedRoute('settings:write', {
    ...one,
    method: 'delete',
    summary: 'Delete a source and keep its sales',
    responses: { 204: { description: 'Deleted.' }, ...REFUSAL },
  }),
} as const;

/** The routes `/sources`: create, list, change and remove. */
export function sourceRoutes(services: Services) {
  const { store } = services.invoicing;
  const api = createMerchantApi(services);
  const deps = () => ({ ...services, intake: intakeOf(services) });
  const view = (account: SourceAccount) => viewOf(account, services.links);

  api.openapi(routes.create, async (c) => {
    const { defaults, payments, states, ...rest } = c.req.valid('json');
    const settings = { defaults, payments, states } as SourceAccount['settings'];
    const account = await setUpSource(deps(), c.get('principal').tenant, { ...rest, settings });
    return c.json(view(account), 201);
  });
  api.openapi(routes.list, async (c) => {
    const accounts = await store.sources.list(c.get('principal').tenant);
    const sources = await Promise.all(
      accounts.map(async (account) => ({ ...view(account), health: healthOf(await store.sources.health(account.id)) })),
    );
    return c.json({ sources }, 200);
  });
  api.openapi(routes.change, async (c) => {
    const account = await ownSource(services, c.get('principal').tenant, c.req.valid('param').id);
    const { name, credentials, ...settings } = c.req.valid('json');
    const changed = await changeSource(deps(), account, { name, credentials, settings: settings as SettingsChange });
    return c.json(view(changed), 200);
  });
  api.openapi(routes.remove, async (c) => {
    const removed = await store.sources.remove(c.get('principal').tenant, c.req.valid('param').id);
    if (removed === 'unknown') throw new Problem('unknown-resource');
    return c.body(null, 204);
  });
  return api;
}

/** Types of source without webhooks: a spreadsheet, the push API, sales entered by hand, and the merchant's own URL. */
const WITHOUT_WEBHOOK: ReadonlySet<string> = new Set(['csv', 'api', 'manual', 'pull']);

function viewOf({ id, type, name, settings, createdAt }: SourceAccount, { api }: Links): z.output<typeof sourceWire> {
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
  return view as z.output<typeof sourceWire>;
}

function healthOf(of: Awaited<ReturnType<Services['invoicing']['store']['sources']['health']>>) {
  const { events, badSignatures, listed, lastEventAt, lastBadSignatureAt } = of;
  return {
    ...{ events, badSignatures, listed },
    ...(lastEventAt !== undefined && { lastEventAt: new Date(lastEventAt).toISOString() }),
    ...(lastBadSignatureAt !== undefined && { lastBadSignatureAt: new Date(lastBadSignatureAt).toISOString() }),
  };
}

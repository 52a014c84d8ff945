/** Manages listeners: webhook endpoints and the team's alert channels, which share one shape. */
import { randomBytes } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { parseMailAddress } from '../../delivery/mail/address.ts';
import { type OpenedListener, testDelivery } from '../../delivery/news.ts';
import { newWebhookSecret, rotateSecret } from '../../delivery/webhook/secrets.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import type { Delivery, Listener, ListenerKind } from '../../outbox/delivery.ts';
import { EVENT_TYPES, EVENTS_KEPT_MS } from '../../outbox/event.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { assertHostsMayBeAsked } from './chosen-hosts.ts';
import { createMerchantApi, guardedRoute, merchantRoute } from './merchant-api.ts';

/** What tells webhook endpoints and alert channels apart: their path, the kinds that they allow, and their names in the documentation. */
export type ListenerRoutes = {
  /** `/webhook-endpoints`. */
  readonly path: string;
  readonly tag: string;
  /** The name of the schema, and the prefix of ids. */
  readonly name: string;
  readonly prefix: string;
  readonly kinds: readonly [ListenerKind, ...ListenerKind[]];
};

const events = z.array(z.enum(EVENT_TYPES)).min(1, 'required');
const portals = z.array(z.string().max(80)).max(50);
const words = z.string().trim().min(1, 'required').max(80, 'text-too-long');
const target = z.string().trim().min(1, 'required').max(1_000);

function wiresOf({ name, kinds }: ListenerRoutes) {
  const kind = z.enum(kinds);
  const common = { name: words, events, portals: portals.optional() };
  const upload = z
    .strictObject({
      ...common,
      kind: kinds.length === 1 ? kind.default(kinds[0]) : kind,
      target: target.openapi({ description: 'An https URL, or an e-mail address for a mail channel.' }),
    })
    .openapi(`${name}Upload`);
  const change = z
    .strictObject({
      name: words.optional(),
      events: events.optional(),
      portals: portals.nullable().optional(),
      target: target.optional(),
      state: z.enum(['enabled', 'disabled']).optional(),
    })
    .openapi(`${name}Change`);
  const view = z
    .object({
      ...common,
      id: z.string(),
      kind,
      state: z.enum(['enabled', 'disabled']),
      disabledReason: z.string().optional(),
      failingSince: z.string().optional(),
      createdAt: z.string(),
      secret: z
        .string()
        .optional()
        .openapi({ description: 'The signing secret. Present only for a webhook, when it is created.' }),
    })
    .openapi(name);
  return { upload, change, view };
}

/** A delivery as the API answers it. */
export const deliveryWire = z
  .object({
    id: z.string(),
    event: z.string().optional(),
    type: z.string(),
    subject: z.string(),
    state: z.enum(['pending', 'sent', 'failed', 'dropped', 'bounced', 'complained']),
    attempts: z.int(),
    reason: z.string().optional(),
    createdAt: z.string(),
    nextAt: z.string().optional(),
  })
  .openapi('Delivery');

function routesOf(kind: ListenerRoutes) {
  const { upload, change, view } = wiresOf(kind);
  const about = { tags: [kind.tag] };
  const noun = kind.path === '/webhook-endpoints' ? 'webhook endpoint' : 'alert channel';
  const params = { params: z.object({ id: z.string().max(80) }) };
  const one = { ...about, path: `${kind.path}/{id}`, request: params };
  const page = z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    before: z.string().max(80).optional(),
  });
  // A forgotten webhook could leak customers' data indefinitely, so it needs a step-up; an alert is only a line of text.
  const mayCarryData = kind.path === '/webhook-endpoints' ? guardedRoute : merchantRoute;
  return {
    create: mayCarryData('settings:write', {
      ...{ ...about, method: 'post', path: kind.path, summary: `Create a new ${noun}`, request: jsonBody(upload) },
      responses: { 201: jsonAnswer(view, `The new ${noun}.`), ...REFUSAL },
    }),
    list: merchantRoute('settings:read', {
      ...{ ...about, method: 'get', path: kind.path, summary: `List ${noun}s` },
      responses: { 200: jsonAnswer(z.object({ listeners: z.array(view) }), 'In order of creation.'), ...REFUSAL },
    }),
    change: mayCarryData('settings:write', {
      ...{
        ...one,
        method: 'put',
        summary: `Change or re-enable the ${noun}`,
        request: { ...params, ...jsonBody(change) },
      },
      responses: { 200: jsonAnswer(view, `The ${noun} as it is now.`), ...REFUSAL },
    }),
    remove: merchantRoute('settings:write', {
      ...{ ...one, method: 'delete', summary: `Delete the ${noun}` },
      responses: { 204: { description: 'Deleted.' }, ...REFUSAL },
    }),
    test: merchantRoute('settings:write', {
      ...{
        ...one,
        path: `${kind.path}/{id}/test`,
        method: 'post',
        summary: 'Send a test message',
      },
      responses: { 202: jsonAnswer(z.object({ delivery: z.string() }), 'The test message was enqueued.'), ...REFUSAL },
    }),
    replay: merchantRoute('settings:write', {
      ...{ ...one, path: `${kind.path}/{id}/replay`, method: 'post', summary: 'Replay past events' },
      request: { ...params, ...jsonBody(z.strictObject({ since: z.iso.datetime({ offset: true }) })) },
      responses: { 202: jsonAnswer(z.object({ deliveries: z.int() }), 'The deliveries were enqueued.'), ...REFUSAL },
    }),
    rotate: guardedRoute('settings:write', {
      ...{
        ...one,
        path: `${kind.path}/{id}/rotate`,
        method: 'post',
        summary: 'Rotate the signing secret',
      },
      responses: {
        200: jsonAnswer(
          z.object({ secret: z.string() }),
          'The new secret, shown only once. The old one keeps signing for a day.',
        ),
        ...REFUSAL,
      },
    }),
    deliveries: merchantRoute('settings:read', {
      ...{ ...one, path: `${kind.path}/{id}/deliveries`, method: 'get', summary: 'List deliveries, newest first' },
      request: { ...params, query: page },
      responses: {
        200: jsonAnswer(z.object({ deliveries: z.array(deliveryWire), next: z.string().optional() }), 'A page.'),
        ...REFUSAL,
      },
    }),
  };
}

/** The routes that manage listeners of these kinds: create, list, change, delete, test, replay, rotate the secret, and list deliveries. */
export function listenerRoutes(services: Services, kind: ListenerRoutes) {
  const { store, now } = services.invoicing;
  const routes = routesOf(kind);
  const api = createMerchantApi(services);
  const isSigned = kind.kinds.includes('webhook');
  const own = async (tenant: Tenant, id: string): Promise<Listener> => {
    const found = await store.listeners.get(id);
    const isTheirs = found?.tenant.merchantId === tenant.merchantId && found.tenant.world === tenant.world;
    if (!found || !isTheirs || !kind.kinds.includes(found.kind)) throw new Problem('unknown-resource');
    return found;
  };

  api.openapi(routes.create, async (c) => {
    const tenant = c.get('principal').tenant;
    const { target, portals, ...rest } = c.req.valid('json');
    const id = `${kind.prefix}${randomBytes(12).toString('hex')}`;
    const opened = await openedOf(services, { tenant, kind: rest.kind }, target);
    const sealed = await services.listenerSafe.seal({ id, tenant }, opened);
    const created = { ...rest, id, tenant, sealed, state: 'enabled', createdAt: now() } as const;
    const listener: Listener = { ...created, ...(portals !== undefined && { portals }) };
    await store.listeners.put(listener);
    const secret = 'secrets' in opened && rest.kind === 'webhook' ? opened.secrets[0]?.secret : undefined;
    return c.json({ ...viewOf(listener), ...(secret !== undefined && { secret }) }, 201);
  });
  api.openapi(routes.list, async (c) => {
    const listed = await store.listeners.list(c.get('principal').tenant);
    return c.json({ listeners: listed.filter(({ kind: each }) => kind.kinds.includes(each)).map(viewOf) }, 200);
  });
  api.openapi(routes.change, async (c) => {
    const tenant = c.get('principal').tenant;
    const before = await own(tenant, c.req.valid('param').id);
    const { target, portals, state = before.state, name = before.name, events = before.events } = c.req.valid('json');
    const { portals: known, disabledReason, failingSince, ...kept } = before;
    const wanted = portals === undefined ? known : (portals ?? undefined);
    const listener: Listener = {
      ...{ ...kept, name, events, state },
      ...(wanted !== undefined && { portals: wanted }),
      ...(state === 'disabled' && { disabledReason: disabledReason ?? 'by-merchant' }),
      ...(target !== undefined && { sealed: await moved(services, before, target) }),
    };
    await store.listeners.put(listener);
    if (state === 'enabled') await store.notices.resolve(tenant, 'listener-disabled', before.id, now());
    return c.json(viewOf(listener), 200);
  });
  api.openapi(routes.remove, async (c) => {
    const { id, tenant } = await own(c.get('principal').tenant, c.req.valid('param').id);
    await store.listeners.remove(tenant, id, now());
    await store.notices.resolve(tenant, 'listener-disabled', id, now());
    return c.body(null, 204);
  });
  api.openapi(routes.test, async (c) => {
    const test = testDelivery(await own(c.get('principal').tenant, c.req.valid('param').id), now());
    await store.deliveries.enqueue([test], now());
    return c.json({ delivery: test.id }, 202);
  });
  api.openapi(routes.replay, async (c) => {
    const { id } = await own(c.get('principal').tenant, c.req.valid('param').id);
    const since = Math.max(Date.parse(c.req.valid('json').since), now() - EVENTS_KEPT_MS);
    return c.json({ deliveries: await store.events.replay(id, since, now()) }, 202);
  });
  if (isSigned) {
    api.openapi(routes.rotate, async (c) => {
      const listener = await own(c.get('principal').tenant, c.req.valid('param').id);
      const opened = await services.listenerSafe.open(listener);
      if (listener.kind !== 'webhook' || !('secrets' in opened)) throw new Problem('unknown-resource');
      const secrets = rotateSecret(opened.secrets, now());
      await store.listeners.put({
        ...listener,
        sealed: await services.listenerSafe.seal(listener, { ...opened, secrets }),
      });
      return c.json({ secret: secrets[0]?.secret ?? '' }, 200);
    });
  }
  api.openapi(routes.deliveries, async (c) => {
    const { id, tenant } = await own(c.get('principal').tenant, c.req.valid('param').id);
    const { limit, before } = c.req.valid('query');
    const page = { limit, target: id, ...(before !== undefined && { before }) };
    const listed = await store.deliveries.list(tenant, page);
    const next = listed.length === limit ? listed.at(-1)?.id : undefined;
    return c.json({ deliveries: listed.map(deliveryView), ...(next !== undefined && { next }) }, 200);
  });
  return api;
}

/** Validates the target, since only targets that may be contacted are stored; a host is checked again at each delivery. */
async function openedOf(
  services: Services,
  { tenant, kind }: Pick<Listener, 'tenant' | 'kind'>,
  target: string,
): Promise<OpenedListener> {
  if (kind === 'mail') {
    const address = parseMailAddress(target);
    if (!address) throw new Problem('malformed-request', { faults: [{ code: 'email-malformed', pointer: '/target' }] });
    return { address };
  }
  await assertHostsMayBeAsked(services, tenant, [{ pointer: '/target', url: target }]);
  return { url: target, secrets: kind === 'webhook' ? [newWebhookSecret()] : [] };
}

/** Moves a listener to another address and keeps its secrets. */
async function moved(services: Services, listener: Listener, target: string): Promise<Uint8Array> {
  const before = await services.listenerSafe.open(listener);
  const opened = await openedOf(services, listener, target);
  const kept = 'secrets' in before && 'secrets' in opened ? { ...opened, secrets: before.secrets } : opened;
  return services.listenerSafe.seal(listener, kept);
}

function viewOf({ id, kind, name, events, portals, state, disabledReason, failingSince, createdAt }: Listener) {
  return {
    ...{ id, kind, name, events: [...events], state, createdAt: new Date(createdAt).toISOString() },
    ...(portals && { portals: [...portals] }),
    ...(disabledReason !== undefined && { disabledReason }),
    ...(failingSince !== undefined && { failingSince: new Date(failingSince).toISOString() }),
  };
}

function deliveryView(of: Delivery): z.output<typeof deliveryWire> {
  const { id, eventId, payload, subject, state, attempts, reason, createdAt, nextAt } = of;
  return {
    ...{ id, type: payload.type ?? of.kind, subject, state, attempts, createdAt: new Date(createdAt).toISOString() },
    ...(eventId !== undefined && { event: eventId }),
    ...(reason !== undefined && { reason }),
    ...(state === 'pending' && { nextAt: new Date(nextAt).toISOString() }),
  };
}

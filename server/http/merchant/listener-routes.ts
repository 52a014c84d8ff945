/** Manages listeners: webhook endpoints and the team's alert channels, which share one shape. */
import { randomBytes } from 'node:crypto';
import type { z } from '@hono/zod-openapi';
import { parseMailAddress } from '../../delivery/mail/address.ts';
import { type OpenedListener, testDelivery } from '../../delivery/news.ts';
import { newWebhookSecret, rotateSecret } from '../../delivery/webhook/secrets.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { assertHostsMayBeAsked } from '../../outbound/chosen-hosts.ts';
import type { Delivery, Listener } from '../../outbox/delivery.ts';
import { EVENTS_KEPT_MS } from '../../outbox/event.ts';
import { Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';
import { deliveryRoutesOf, type deliveryWire, type ListenerRoutes, manageRoutesOf } from './listener-wire.ts';
import { createMerchantApi } from './merchant-api.ts';

/** The routes of listeners of these kinds: create, list, change and delete, and those of their deliveries. */
export function listenerRoutes(services: Services, kind: ListenerRoutes) {
  const { store, now } = services.invoicing;
  const routes = manageRoutesOf(kind);
  const api = createMerchantApi(services);
  const own = createOwn(services, kind);

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
  api.route('/', listenerDeliveryRoutes(services, kind));
  return api;
}

/** The routes that reach a listener's deliveries: a test, replays, its secret, and their list. */
function listenerDeliveryRoutes(services: Services, kind: ListenerRoutes) {
  const { store, now } = services.invoicing;
  const routes = deliveryRoutesOf(kind);
  const api = createMerchantApi(services);
  const own = createOwn(services, kind);
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
  if (kind.kinds.includes('webhook')) {
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

/** Finds a listener of these kinds of the tenant's. It throws `unknown-resource`. */
function createOwn({ invoicing }: Services, { kinds }: ListenerRoutes) {
  return async (tenant: Tenant, id: string): Promise<Listener> => {
    const found = await invoicing.store.listeners.get(id);
    const isTheirs = found?.tenant.merchantId === tenant.merchantId && found.tenant.world === tenant.world;
    if (!found || !isTheirs || !kinds.includes(found.kind)) throw new Problem('unknown-resource');
    return found;
  };
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

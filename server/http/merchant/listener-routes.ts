/** Manages listeners: webhook endpoints and the team's alert channels, which share one shape. */
import type { z } from '@hono/zod-openapi';
import {
  changeListener,
  removeListener,
  rotateListener,
  type SetUpListenerDeps,
  setUpListener,
} from '../../delivery/set-up-listener.ts';
import { replayEvents, sendTest } from '../../delivery/try-listener.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import type { Delivery, Listener } from '../../outbox/delivery.ts';
import { Problem } from '../../problems/problem.ts';
import { addressOf } from '../api/address.ts';
import type { Services } from '../api/services.ts';
import {
  deliveryRoutesOf,
  type deliveryWire,
  type ListenerRoutes,
  type ListenerView,
  manageRoutesOf,
} from './listener-wire.ts';
import { createMerchantApi } from './merchant-api.ts';

/** The routes of listeners of these kinds: create, list, change and delete, and those of their deliveries. */
export function listenerRoutes(services: Services, kind: ListenerRoutes) {
  const { store } = services.invoicing;
  const routes = manageRoutesOf(kind);
  const api = createMerchantApi(services);
  const own = createOwn(services, kind);

  api.openapi(routes.create, async (c) => {
    const tenant = c.get('principal').tenant;
    const wanted = { ...c.req.valid('json'), prefix: kind.prefix };
    const { listener, secret } = await setUpListener(depsOf(services), tenant, wanted);
    return c.json({ ...viewOf(listener), ...(secret !== undefined && { secret }) }, 201);
  });
  api.openapi(routes.list, async (c) => {
    const listed = await store.listeners.list(c.get('principal').tenant);
    return c.json({ listeners: listed.filter(({ kind: each }) => kind.kinds.includes(each)).map(viewOf) }, 200);
  });
  api.openapi(routes.change, async (c) => {
    const before = await own(c.get('principal').tenant, c.req.valid('param').id);
    const listener = await changeListener(depsOf(services), before, c.req.valid('json'));
    return c.json(viewOf(listener), 200);
  });
  api.openapi(routes.remove, async (c) => {
    await removeListener(depsOf(services), await own(c.get('principal').tenant, c.req.valid('param').id));
    return c.body(null, 204);
  });
  api.route('/', listenerDeliveryRoutes(services, kind));
  return api;
}

/** The routes that reach a listener's deliveries: a test, replays, its secret, and their list. */
function listenerDeliveryRoutes(services: Services, kind: ListenerRoutes) {
  const { store } = services.invoicing;
  const routes = deliveryRoutesOf(kind);
  const api = createMerchantApi(services);
  const own = createOwn(services, kind);
  api.openapi(routes.test, async (c) => {
    const { id: by, tenant } = c.get('principal');
    const listener = await own(tenant, c.req.valid('param').id);
    const opened = await services.listenerSafe.open(listener);
    if ('address' in opened) {
      const address = addressOf(c, services.trustProxy);
      await services.limits.countMailTrial({ tenant, by, address, to: opened.address });
    }
    return c.json({ delivery: await sendTest(services.invoicing, listener) }, 202);
  });
  api.openapi(routes.replay, async (c) => {
    const listener = await own(c.get('principal').tenant, c.req.valid('param').id);
    const since = Date.parse(c.req.valid('json').since);
    return c.json({ deliveries: await replayEvents(services.invoicing, listener, since) }, 202);
  });
  if (kind.kinds.includes('webhook')) {
    api.openapi(routes.rotate, async (c) => {
      const listener = await own(c.get('principal').tenant, c.req.valid('param').id);
      return c.json({ secret: await rotateListener(depsOf(services), listener) }, 200);
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

/** What setting up a listener may touch. */
function depsOf(services: Services): SetUpListenerDeps {
  return { ...services, ...services.invoicing };
}

function viewOf({
  id,
  kind,
  name,
  events,
  portals,
  state,
  disabledReason,
  failingSince,
  createdAt,
}: Listener): ListenerView {
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

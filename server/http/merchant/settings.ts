/** A portal's settings, read and patched by its merchant. */
import { z } from '@hono/zod-openapi';
import { changeSettings } from '../../portals/change-settings.ts';
import type { Portal, PortalSettings } from '../../portals/portal.ts';
import { settingsWire } from '../../portals/settings-wire.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownPortal } from './own-portal.ts';

const params = z.object({ slug: z.string().max(80) });
const path = '/portals/{slug}/settings';

const show = merchantRoute('settings:read', {
  method: 'get',
  path,
  tags: ['Settings'],
  summary: 'Get a portal’s settings',
  request: { params },
  responses: { 200: jsonAnswer(settingsWire, 'The settings.'), ...REFUSAL },
});
const patch = merchantRoute('settings:write', {
  method: 'patch',
  path,
  tags: ['Settings'],
  summary: 'Change a portal’s settings',
  request: { params, ...jsonBody(settingsWire.partial()) },
  responses: { 200: jsonAnswer(settingsWire, 'The settings as they are now.'), ...REFUSAL },
});

/** The routes that read and change a portal's settings. */
export function settingsRoutes(services: Services) {
  const { store } = services.invoicing;
  const api = createMerchantApi(services, () => 'invalid-settings');
  api.openapi(show, async (c) =>
    c.json(settingsView(await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant)), 200),
  );
  api.openapi(patch, async (c) => {
    const portal = await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant);
    const sent = defined(c.req.valid('json')) as Partial<PortalSettings>;
    const changed = await changeSettings({ store, lookupFacts: services.lookupFacts }, portal, sent);
    return c.json(settingsView(changed), 200);
  });
  return api;
}

/** Builds the view of a portal's settings. */
export function settingsView({ settings }: Portal): z.output<typeof settingsWire> {
  const { formerDeadlines: _, ...shown } = settings;
  return structuredClone(shown) as z.output<typeof settingsWire>;
}

function defined<T extends object>(patch: T): Partial<T> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** A portal's settings, read and patched by its merchant. */
import { z } from '@hono/zod-openapi';
import { formerDeadlines } from '../../portals/deadline.ts';
import type { FolioPicture, Portal, PortalSettings, Theme } from '../../portals/portal.ts';
import { readFolioPicture, readTheme } from '../../portals/portal-images.ts';
import { deadlineFaults, settingsFaults, settingsWire, usosFaults } from '../../portals/settings-wire.ts';
import { followTrade } from '../../portals/usual-texts.ts';
import { type Fault, Problem } from '../../problems/problem.ts';
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

/** The routes that read and change a portal's settings. Former deadlines are kept, so that sales keep the one that they were promised. */
export function settingsRoutes(services: Services) {
  const { portals, merchants } = services.invoicing.store;
  const deadlineFaultsOf = async ({ merchantId }: Portal, settings: PortalSettings): Promise<readonly Fault[]> => {
    const merchant = await merchants.getMerchant(merchantId);
    if (!merchant) throw new Error('a portal without its merchant');
    return deadlineFaults(settings, merchant, await merchants.listBranches(merchantId));
  };
  const api = createMerchantApi(services, () => 'invalid-settings');
  api.openapi(show, async (c) =>
    c.json(wireOf(await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant)), 200),
  );
  api.openapi(patch, async (c) => {
    const portal = await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant);
    const patched = { ...portal.settings, ...defined(c.req.valid('json')) } as PortalSettings;
    const sent = followTrade(portal.settings, patched);
    const settings = { ...sent, ...(await imagesOf(portal, sent)) };
    const changed = {
      ...portal,
      settings: { ...settings, formerDeadlines: formerDeadlines(portal.settings, settings) },
    };
    // Existing look-up combinations keep working: they are checked only when they are sent.
    if (isLookupSent(c.req.valid('json'))) {
      const faults = settingsFaults(settings, await services.lookupFacts.of(portal));
      if (faults.length > 0) throw new Problem('invalid-settings', { faults });
    }
    const faults = [...(await deadlineFaultsOf(portal, settings)), ...usosFaults(settings)];
    if (faults.length > 0) throw new Problem('invalid-settings', { faults });
    // The slug was changed in the meantime.
    if ((await portals.putPortal(changed)) === 'taken') throw new Problem('unknown-portal');
    if (isLookupSent(c.req.valid('json'))) await services.lookupFacts.refresh(changed);
    return c.json(wireOf(changed), 200);
  });
  return api;
}

function isLookupSent({ lookup, acknowledgedLookup }: { lookup?: unknown; acknowledgedLookup?: unknown }): boolean {
  return lookup !== undefined || acknowledgedLookup !== undefined;
}

/** Checks and re-encodes new images; stored ones are passed through unchanged. Throws `invalid-settings`. */
async function imagesOf(
  { settings }: Portal,
  { theme, folioPicture }: PortalSettings,
): Promise<Partial<PortalSettings>> {
  const readLogo = await readTheme(theme, settings.theme);
  const picture = folioPicture && (await readFolioPicture(folioPicture, settings.folioPicture));
  const faults = [readLogo, picture].flatMap((read) => (read && 'code' in read ? [read] : []));
  if (faults.length > 0) throw new Problem('invalid-settings', { faults });
  return { theme: readLogo as Theme, ...(picture && { folioPicture: picture as FolioPicture }) };
}

function wireOf({ settings }: Portal): z.output<typeof settingsWire> {
  const { formerDeadlines: _, ...shown } = settings;
  return structuredClone(shown) as z.output<typeof settingsWire>;
}

function defined<T extends object>(patch: T): Partial<T> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<T>;
}

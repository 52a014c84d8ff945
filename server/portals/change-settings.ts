/** Changes a portal's settings. Former deadlines are kept, so that sales keep the one that they were promised. */
import type { MerchantStore } from '../merchants/merchant-store.ts';
import { type Fault, Problem } from '../problems/problem.ts';
import { formerDeadlines } from './deadline.ts';
import type { SoldFacts } from './lookup-strength.ts';
import type { FolioPicture, Portal, PortalSettings, Theme } from './portal.ts';
import { readFolioPicture, readTheme } from './portal-images.ts';
import type { PortalStore } from './portal-store.ts';
import { deadlineFaults, settingsFaults, usosFaults } from './settings-wire.ts';
import { followTrade } from './usual-texts.ts';

/** What changing settings may touch; `lookupFacts` says how guessable the sales of a portal are. */
type ChangeSettingsDeps = {
  readonly store: { readonly portals: PortalStore; readonly merchants: MerchantStore };
  readonly lookupFacts: { of(portal: Portal): Promise<SoldFacts>; refresh(portal: Portal): Promise<unknown> };
};

/**
 * Stores the settings that are sent and leaves the others. Throws `invalid-settings`, and `unknown-portal` if the slug has changed in the
 * meantime.
 */
export async function changeSettings(
  { store, lookupFacts }: ChangeSettingsDeps,
  portal: Portal,
  sent: Partial<PortalSettings>,
): Promise<Portal> {
  // The optional fields belong to the ways that they were sent with.
  const before = sent.lookup ? { ...portal.settings, optionalLookup: undefined } : portal.settings;
  const patched = followTrade(portal.settings, { ...before, ...sent });
  const settings = { ...patched, ...(await imagesOf(portal, patched)) };
  const changed = { ...portal, settings: { ...settings, formerDeadlines: formerDeadlines(portal.settings, settings) } };
  // Existing look-up combinations keep working: they are checked only when they are sent.
  const isLookupSent = [sent.lookup, sent.optionalLookup, sent.acknowledgedLookup].some((one) => one !== undefined);
  if (isLookupSent) refuse(settingsFaults(settings, await lookupFacts.of(portal)));
  const merchant = await store.merchants.getMerchant(portal.merchantId);
  if (!merchant) throw new Error('a portal without its merchant');
  const branches = await store.merchants.listBranches(portal.merchantId);
  refuse([...deadlineFaults(settings, merchant, branches), ...usosFaults(settings)]);
  if ((await store.portals.putPortal(changed)) === 'taken') throw new Problem('unknown-portal');
  if (isLookupSent) await lookupFacts.refresh(changed);
  return changed;
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new Problem('invalid-settings', { faults });
}

/** Checks and re-encodes new images; stored ones are passed through unchanged. */
async function imagesOf(
  { settings }: Portal,
  { theme, folioPicture }: PortalSettings,
): Promise<Partial<PortalSettings>> {
  const readLogo = await readTheme(theme, settings.theme);
  const picture = folioPicture && (await readFolioPicture(folioPicture, settings.folioPicture));
  refuse([readLogo, picture].flatMap((read) => (read && 'code' in read ? [read] : [])));
  return { theme: readLogo as Theme, ...(picture && { folioPicture: picture as FolioPicture }) };
}

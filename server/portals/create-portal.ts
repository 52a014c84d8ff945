/** Creates portals and changes their addresses. */
import type { Merchant } from '../merchants/merchant.ts';
import type { World } from '../merchants/tenant.ts';
import { Problem } from '../problems/problem.ts';
import { defaultSettings } from './default-settings.ts';
import type { GoingLiveStore } from './going-live-store.ts';
import type { Portal, PortalSettings } from './portal.ts';
import type { PortalStore } from './portal-store.ts';
import { slugFault, slugOf, slugsLike } from './slug.ts';

/** What a new portal starts with. */
export type NewPortal = {
  readonly world: World;
  /** Its address; when absent, derived from the merchant's trade name, with a number appended if that is taken. */
  readonly slug?: string | undefined;
  /** Its initial settings, instead of the usual ones. */
  readonly settings?: PortalSettings;
};

type Portals = Pick<PortalStore, 'addPortal'>;

/** Creates a portal of a merchant. Throws `invalid-settings` at `/slug` if the address is invalid or taken. */
export async function createPortal(portals: Portals, merchant: Merchant, wanted: NewPortal): Promise<Portal> {
  const { slug } = wanted;
  if (slug === undefined) return createAtFreeAddress(portals, merchant, wanted);
  assertSlug(slug);
  const portal = portalAt(merchant, wanted, slug);
  if ((await portals.addPortal(portal)) === 'taken') throw refusal('slug-taken');
  return portal;
}

/** Creates another portal of a merchant. Throws what `createPortal` throws, and `not-ready-for-live` in a world that the merchant has not entered. */
export async function addPortal(
  { portals, goingLive }: { readonly portals: Portals; readonly goingLive: Pick<GoingLiveStore, 'goneLive'> },
  merchant: Merchant,
  wanted: NewPortal,
): Promise<Portal> {
  if (wanted.world === 'live' && !(await goingLive.goneLive(merchant.id)))
    throw new Problem('not-ready-for-live', { faults: [{ code: 'not-live', pointer: '' }] });
  return createPortal(portals, merchant, wanted);
}

/**
 * Changes a portal's address; the old one still leads to it. Throws `invalid-settings` at `/slug` like `createPortal`, and `unknown-portal`
 * if the portal no longer exists.
 */
export async function renamePortal(
  portals: Pick<PortalStore, 'renamePortal'>,
  portal: Portal,
  slug: string,
): Promise<Portal> {
  assertSlug(slug);
  const outcome = await portals.renamePortal(portal, slug);
  if (outcome === 'taken') throw refusal('slug-taken');
  if (outcome === 'unknown') throw new Problem('unknown-portal');
  return { ...portal, slug };
}

// A test portal leaves the plain address to the live one.
async function createAtFreeAddress(portals: Portals, merchant: Merchant, wanted: NewPortal): Promise<Portal> {
  const name = slugOf(merchant.tradeName) ?? 'facturas';
  for (const slug of slugsLike(wanted.world === 'test' ? `${name}-prueba` : name)) {
    const portal = portalAt(merchant, wanted, slug);
    if ((await portals.addPortal(portal)) === 'added') return portal;
  }
  throw new Error('every address is taken');
}

function portalAt(merchant: Merchant, { world, settings }: NewPortal, slug: string): Portal {
  return { slug, merchantId: merchant.id, world, settings: settings ?? defaultSettings(merchant, slug) };
}

function assertSlug(slug: string): void {
  const fault = slugFault(slug);
  if (fault) throw refusal(fault);
}

function refusal(code: string): Problem {
  return new Problem('invalid-settings', { faults: [{ code, pointer: '/slug' }] });
}

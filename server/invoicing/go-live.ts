/**
 * Going live: from a test portal to one that issues valid invoices. It reports everything that is missing at once, and happens entirely or
 * not at all.
 */
import { localDate } from '../catalogs/local-time.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { createPortal } from '../portals/create-portal.ts';
import { defaultSettings } from '../portals/default-settings.ts';
import type { GoneLive } from '../portals/going-live-store.ts';
import type { Portal } from '../portals/portal.ts';
import { type Fault, Problem } from '../problems/problem.ts';
import { type SetupDeps, setupSteps } from './setup-steps.ts';

/** What the merchant states and chooses as it goes live. */
export type GoLiveRequest = {
  /** The day on which the merchant states that it signed the manifest at its PAC, `2026-11-20`. */
  readonly manifestSignedOn?: string | undefined;
  /** The live portal's address; when absent, the one it has, or one derived from the trade name. */
  readonly slug?: string | undefined;
};

/** Steps that must be done first; sales and promotion may come later. */
const NEEDED: readonly string[] = ['issuer', 'csd', 'pac', 'branch', 'portal', 'test'];
const TEST_DEADLINE_MS = 15_000;

/**
 * Creates the merchant's live portal with the look of its test portal, or enables the existing one, and records the statement about the manifest,
 * in one transaction. A test portal at that address moves to the same address with the suffix «-prueba». Throws `not-ready-for-live` with
 * everything that is missing, and `invalid-settings` for an address that cannot be one.
 */
export async function goLive(deps: SetupDeps, merchant: Merchant, request: GoLiveRequest): Promise<Portal> {
  const { manifestSignedOn } = request;
  const steps = await setupSteps(deps, merchant);
  const missing = steps.filter(({ step }) => NEEDED.includes(step)).flatMap((step) => step.missing);
  const pac = await workingPac(deps, merchant);
  const faults = [...missing, ...pac.faults, ...manifestFaults(manifestSignedOn, deps.now())];
  if (faults.length > 0 || manifestSignedOn === undefined) throw new Problem('not-ready-for-live', { faults });
  const live = { merchantId: merchant.id, pac: pac.id, manifestSignedOn, at: deps.now() };
  const portals = await deps.store.portals.listPortals(merchant.id);
  const before = portals.find(({ world }) => world === 'live');
  const tried = before ?? portals.find(({ settings }) => settings.enabled) ?? portals[0];
  const settings = { ...(tried?.settings ?? defaultSettings(merchant, merchant.tradeName)), enabled: true };
  if (before) return put(deps, live, { ...before, settings });
  // One transaction takes the address and records everything else. An address that customers already know from the test
  // portal becomes the live one's.
  const addPortal = async (portal: Portal) => {
    const tested = portals.find(({ slug }) => slug === portal.slug);
    const aside = tested && { portal: tested, to: `${tested.slug}-prueba` };
    return (await deps.store.goingLive.goLive(live, portal, aside)) === 'live'
      ? ('added' as const)
      : ('taken' as const);
  };
  return createPortal({ addPortal }, merchant, { world: 'live', slug: request.slug, settings });
}

async function put(deps: SetupDeps, live: GoneLive, portal: Portal): Promise<Portal> {
  // Its address was changed in the meantime.
  if ((await deps.store.goingLive.goLive(live, portal)) === 'taken') throw new Problem('unknown-portal');
  return portal;
}

/** Tests the account with the first PAC. If there is none, the steps report `pac-missing`. */
async function workingPac(
  { pacAccounts }: SetupDeps,
  { id }: Merchant,
): Promise<{ id: string; faults: readonly Fault[] }> {
  const [first] = await pacAccounts.open({ merchantId: id, world: 'live' });
  if (!first) return { id: '', faults: [] };
  const { kind } = await first.adapter.testConnection(AbortSignal.timeout(TEST_DEADLINE_MS));
  const about = { pointer: '', params: { pac: first.account.name } };
  const faults = kind === 'ok' ? [] : [{ code: kind === 'refused' ? 'pac-refused' : 'pac-unavailable', ...about }];
  return { id: first.account.provider, faults };
}

function manifestFaults(day: string | undefined, now: number): readonly Fault[] {
  const pointer = '/manifestSignedOn';
  if (day === undefined) return [{ code: 'manifest-missing', pointer }];
  return day > localDate(now, 'America/Mexico_City') ? [{ code: 'manifest-in-future', pointer }] : [];
}

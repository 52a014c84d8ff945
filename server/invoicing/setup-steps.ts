/** How far a merchant has come on its way to valid invoices: each step, whether it is done, and what is still missing. */
import { localDate } from '../catalogs/local-time.ts';
import { parseCertificate } from '../csd/certificate.ts';
import { nombreFaults } from '../csd/issuer-faults.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { World } from '../merchants/tenant.ts';
import type { PacAccounts } from '../pac/pacs.ts';
import type { GoingLiveStore } from '../portals/going-live-store.ts';
import type { Portal } from '../portals/portal.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import type { VisitStore } from '../portals/visit-store.ts';
import type { Fault } from '../problems/problem.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import type { InvoiceStore } from './invoice-store.ts';

/**
 * In the order in which they are taken. A test invoice needs neither CSD nor PAC, because the test world has its own, so it comes before the
 * steps that need documents.
 */
export const SETUP_STEPS = ['issuer', 'branch', 'sales', 'portal', 'test', 'csd', 'pac', 'live', 'promote'] as const;

/** One step of setting up a merchant; the steps are listed in the order in which they are taken. */
export type SetupStep = (typeof SETUP_STEPS)[number];

/** `missing` is empty exactly if the step is done. Its faults are about no field that was sent, so their pointers are empty. */
export type StepState = { readonly step: SetupStep; readonly missing: readonly Fault[] };

/** What is read to determine how far a merchant has come. */
export type SetupDeps = {
  readonly store: {
    readonly merchants: Pick<MerchantStore, 'activeCsd' | 'listBranches'>;
    readonly portals: Pick<PortalStore, 'listPortals'>;
    readonly goingLive: GoingLiveStore;
    readonly sales: Pick<SaleStore, 'list'>;
    readonly invoices: Pick<InvoiceStore, 'find'>;
    readonly visits: Pick<VisitStore, 'list'>;
  };
  readonly pacAccounts: Pick<PacAccounts, 'open'>;
  readonly now: () => number;
};

const WORLDS: readonly World[] = ['test', 'live'];

/** Every step, in order. No PAC is asked. */
export async function setupSteps(deps: SetupDeps, merchant: Merchant): Promise<readonly StepState[]> {
  const { store } = deps;
  const { id } = merchant;
  const portals = await store.portals.listPortals(id);
  const missing: Readonly<Record<SetupStep, readonly Fault[]>> = {
    ...(await sealSteps(deps, merchant)),
    branch: lacking((await store.merchants.listBranches(id)).length > 0, 'branch-missing'),
    sales: lacking(await hasSales(deps, id), 'sales-missing'),
    portal: portalFaults(portals),
    test: lacking(await hasTestInvoice(deps, id), 'test-missing'),
    live: lacking((await store.goingLive.goneLive(id)) !== undefined, 'not-live'),
    promote: lacking(await wasOpened(deps, portals), 'not-promoted'),
  };
  return SETUP_STEPS.map((step) => ({ step, missing: missing[step] }));
}

async function sealSteps(deps: SetupDeps, merchant: Merchant) {
  const tenant = { merchantId: merchant.id, world: 'live' } as const;
  const accounts = await deps.pacAccounts.open(tenant);
  const csd = await deps.store.merchants.activeCsd(tenant);
  const certificate = csd && parseCertificate(csd.certificate);
  // Issuers whose CSD is held by the PAC need none here.
  const isSealedThere =
    accounts.length > 0 && accounts.every(({ adapter }) => adapter.capabilities.sealedBy === 'them');
  const named = certificate ? nombreFaults(certificate, merchant.nombre) : [];
  const issuer = named.map(({ params }) => {
    const expected = params?.expected ?? '';
    return { code: 'nombre-not-of-csd', pointer: '', params: { expected } };
  });
  const pac = lacking(accounts.length > 0, 'pac-missing');
  if (!certificate) return { issuer, csd: lacking(isSealedThere, 'csd-missing'), pac };
  const { rfc, validFrom, validTo } = certificate;
  const [from, to] = [validFrom, validTo].map((time) => localDate(time.getTime(), 'America/Mexico_City'));
  const isInForce = validFrom.getTime() <= deps.now() && deps.now() <= validTo.getTime();
  const faults: Fault[] = [];
  if (rfc !== merchant.rfc)
    faults.push({ code: 'csd-of-another-rfc', pointer: '', params: { found: rfc, expected: merchant.rfc } });
  if (!isInForce)
    faults.push({ code: 'csd-not-in-force', pointer: '', params: { validFrom: from ?? '', validTo: to ?? '' } });
  return { issuer, csd: faults, pac };
}

function lacking(isThere: boolean, code: string): readonly Fault[] {
  return isThere ? [] : [{ code, pointer: '' }];
}

function portalFaults(portals: readonly Portal[]): readonly Fault[] {
  if (portals.length === 0) return lacking(false, 'portal-missing');
  return lacking(
    portals.some(({ settings }) => settings.enabled),
    'portal-off',
  );
}

async function hasSales({ store }: SetupDeps, merchantId: string): Promise<boolean> {
  const each = await Promise.all(WORLDS.map((world) => store.sales.list({ merchantId, world }, { limit: 1 })));
  return each.some((sales) => sales.length > 0);
}

async function hasTestInvoice({ store }: SetupDeps, merchantId: string): Promise<boolean> {
  const stamped = await store.invoices.find({ merchantId, world: 'test' }, { states: ['stamped'], limit: 1 });
  return stamped.length > 0;
}

/** Visits to a test portal are the merchant's own. */
async function wasOpened({ store, now }: SetupDeps, portals: readonly Portal[]): Promise<boolean> {
  const [from, to] = [-YEAR_MS, DAY_MS].map((away) => new Date(now() + away).toISOString().slice(0, 10));
  const live = portals.filter(({ world }) => world === 'live');
  const visits = await Promise.all(live.map(({ slug }) => store.visits.list(slug, from ?? '', to ?? '')));
  return visits.some((days) => days.length > 0);
}

const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;

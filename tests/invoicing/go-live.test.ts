import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { type GoLiveRequest, goLive } from '../../server/invoicing/go-live.ts';
import { type SetupDeps, setupSteps } from '../../server/invoicing/setup-steps.ts';
import type { Merchant } from '../../server/merchants/merchant.ts';
import { createFinkokPac } from '../../server/pac/finkok.ts';
import type { Pac } from '../../server/pac/pac.ts';
import { createBuiltInPac } from '../../server/pac/sandbox/built-in.ts';
import { faultDetail, Problem } from '../../server/problems/problem.ts';
import { DAY_MS, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { keptCsd } from '../support/kept-certificates.ts';

let api: TestApi;
let merchant: Merchant;
/** The PAC that the merchant has an account with. */
let pac: Pac | undefined;
const deps = (): SetupDeps => {
  const { store, now } = api.services.invoicing;
  const account = { provider: 'finkok', name: 'Finkok', position: 0, settings: {}, since: 0 };
  return { store, now, pacAccounts: { open: async () => (pac ? [{ adapter: pac, account }] : []) } };
};

beforeAll(async () => {
  api = await startApi();
  const found = await api.services.invoicing.store.merchants.getMerchant('mer_jacaranda');
  if (!found) throw new Error('no merchant');
  merchant = found;
});
afterAll(() => api.stop());
beforeEach(() => {
  pac = createBuiltInPac({ directory: api.directory, now: api.now });
});

const MANIFEST = '2026-11-18';

/** What it is refused for, code by code; every one has words. */
async function reasons(request: GoLiveRequest = { manifestSignedOn: MANIFEST }): Promise<readonly string[]> {
  const refused = await goLive(deps(), merchant, request).catch((error: unknown) => error);
  if (!(refused instanceof Problem)) throw new Error(`not refused: ${JSON.stringify(refused)}`);
  expect([refused.code, refused.status]).toEqual(['not-ready-for-live', 409]);
  for (const fault of refused.faults)
    for (const language of ['es-MX', 'en'] as const) expect(faultDetail(fault, language)).not.toMatch(/\{|^[a-z-]+$/);
  return refused.faults.map(({ code }) => code);
}

async function sealLive({ rfc, nombre }: Pick<Merchant, 'rfc' | 'nombre'>, at = api.now() - DAY_MS): Promise<void> {
  const { cer } = await keptCsd({ rfc, nombre, password: 'x' }, at);
  await api.services.invoicing.store.merchants.putCsd({
    ...{ id: `csd_${rfc}_${nombre}_${at}`, tenant: { merchantId: merchant.id, world: 'live' } },
    ...{ rfc, noCertificado: '00001000000500003416', validFrom: at, validTo: at + 1_460 * DAY_MS },
    ...{ certificate: cer, sealedSecret: new Uint8Array([1]), isSandbox: false },
  });
}

const livePortals = async () => {
  const portals = await api.services.invoicing.store.portals.listPortals(merchant.id);
  return portals.filter(({ world }) => world === 'live');
};

// One way, step by step: each test takes it up where the one before left it.
describe('going live', () => {
  it('says everything that is missing at once, and creates nothing', async () => {
    pac = undefined;
    expect(await reasons({})).toEqual(['test-missing', 'csd-missing', 'pac-missing', 'manifest-missing']);
    expect(await livePortals()).toEqual([]);
    expect(await api.services.invoicing.store.goingLive.goneLive(merchant.id)).toBeUndefined();
  });

  it('requires a seal with its own RFC and name, in force', async () => {
    await sealLive({ rfc: 'H&E951128469', nombre: 'ESCUELA KEMPER URGATE' });
    expect(await reasons()).toEqual(['test-missing', 'csd-of-another-rfc']);
    await sealLive({ rfc: merchant.rfc, nombre: 'ESCUELA KEMPER' });
    expect(await reasons()).toEqual(['nombre-not-of-csd', 'test-missing']);
    await sealLive(merchant, api.now() - 1_500 * DAY_MS);
    expect(await reasons()).toEqual(['test-missing', 'csd-not-in-force']);
    await sealLive(merchant);
    expect(await reasons()).toEqual(['test-missing']);
  });

  it('requires a PAC that answers, and a manifest signed on a day that is not in the future', async () => {
    const credentials = { username: 'pac@jacaranda.example', password: 'x' };
    pac = createFinkokPac({ credentials, baseUrl: 'http://127.0.0.1:9', timeoutMs: 2_000 });
    expect(await reasons({ manifestSignedOn: '2026-12-24' })).toEqual([
      ...['test-missing', 'pac-unavailable', 'manifest-in-future'],
    ]);
  });

  it('makes the live portal with the look of the test one, and notes the statement, once a test invoice was made', async () => {
    const sale = await api.buy();
    await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [sale], receptor: UNIVERSIDAD });
    expect(await reasons({})).toEqual(['manifest-missing']);
    await expect(goLive(deps(), merchant, { manifestSignedOn: MANIFEST, slug: 'panel' })).rejects.toMatchObject({
      ...{ code: 'invalid-settings', faults: [{ code: 'slug-reserved', pointer: '/slug' }] },
    });
    await expect(goLive(deps(), merchant, { manifestSignedOn: MANIFEST, slug: 'el-yunque' })).rejects.toMatchObject({
      ...{ code: 'invalid-settings', faults: [{ code: 'slug-taken', pointer: '/slug' }] },
    });
    expect(await api.services.invoicing.store.goingLive.goneLive(merchant.id)).toBeUndefined();

    const { portals } = api.services.invoicing.store;
    const tried = await portals.getPortal(DEMO_PORTAL);
    const portal = await goLive(deps(), merchant, { manifestSignedOn: MANIFEST });
    // The address that customers know is the live portal's from now on.
    expect(portal).toEqual({ ...tried, world: 'live' });
    expect(await portals.getPortal(`${DEMO_PORTAL}-prueba`)).toEqual({ ...tried, slug: `${DEMO_PORTAL}-prueba` });
    expect(await livePortals()).toEqual([portal]);
    expect(await api.services.invoicing.store.goingLive.goneLive(merchant.id)).toMatchObject({
      ...{ merchantId: merchant.id, pac: 'finkok', manifestSignedOn: MANIFEST },
    });
    const steps = await setupSteps(deps(), merchant);
    expect(steps.filter(({ missing }) => missing.length > 0).map(({ step }) => step)).toEqual(['promote']);
  });

  it('switches on the existing portal the second time, and creates no other', async () => {
    await api.change(DEMO_PORTAL, { enabled: false });
    const portal = await goLive(deps(), merchant, { manifestSignedOn: MANIFEST });
    expect([portal.slug, portal.settings.enabled]).toEqual([DEMO_PORTAL, true]);
    expect(await livePortals()).toEqual([portal]);
  });
});

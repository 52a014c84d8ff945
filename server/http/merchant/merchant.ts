/** The merchant itself: its fiscal data, its setup checklist, and going live. */
import { z } from '@hono/zod-openapi';
import { goLive } from '../../invoicing/go-live.ts';
import { goLiveWire } from '../../invoicing/go-live-wire.ts';
import { SETUP_STEPS, setupSteps } from '../../invoicing/setup-steps.ts';
import { describeBranch } from '../../merchants/branches.ts';
import { changeMerchant } from '../../merchants/create-merchant.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { merchantPatchWire } from '../../merchants/merchant-wire.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { faultDetail, Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { assertMayChangeBoth } from './both-worlds.ts';
import { branchWire } from './branches.ts';
import { createMerchantApi, guardedRoute, merchantRoute } from './merchant-api.ts';
import { describePortal, portalOfMerchantWire } from './portals.ts';

const seal = z.object({
  world: z.enum(['test', 'live']),
  rfc: z.string(),
  noCertificado: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  sandbox: z
    .boolean()
    .openapi({ description: 'Whether the built-in sandbox made it; such a CSD is worthless outside the test world.' }),
});

/** A merchant as the API answers it. */
export const merchantWire = z
  .object({
    id: z.string(),
    tradeName: z.string(),
    rfc: z.string(),
    nombre: z.string(),
    regimenFiscal: z.string(),
    contact: z.object({ email: z.string().optional(), phone: z.string().optional() }),
    branches: z.array(branchWire),
    seals: z.array(seal).openapi({ description: 'The CSD of each world.' }),
    liveSince: z.string().optional(),
  })
  .openapi('Merchant');

/** The steps of setting up, as the API answers them. */
export const checklistWire = z
  .object({
    steps: z.array(
      z.object({
        step: z.enum(SETUP_STEPS),
        done: z.boolean(),
        missing: z.array(z.string()).openapi({ description: 'The codes of what is missing; `details` explains them.' }),
        details: z.array(z.string()),
      }),
    ),
  })
  .openapi('Checklist');

const about = { tags: ['Merchant'] };
const show = merchantRoute('settings:read', {
  ...{ ...about, method: 'get', path: '/merchant', summary: 'Get your fiscal data, branches and CSDs' },
  responses: { 200: jsonAnswer(merchantWire, 'The merchant.'), ...REFUSAL },
});
const patch = merchantRoute('settings:write', {
  ...{ ...about, method: 'patch', path: '/merchant', summary: 'Change your fiscal data' },
  description: 'Fields that you leave out stay. Existing invoices do not change.',
  request: jsonBody(merchantPatchWire),
  responses: { 200: jsonAnswer(merchantWire, 'The merchant as it is now.'), ...REFUSAL },
});
const checklist = merchantRoute('settings:read', {
  ...{
    ...about,
    method: 'get',
    path: '/merchant/checklist',
    summary: 'Get the setup checklist',
  },
  responses: { 200: jsonAnswer(checklistWire, 'Every step, in order.'), ...REFUSAL },
});
const live = guardedRoute('settings:write', {
  ...{ ...about, method: 'post', path: '/merchant/go-live', summary: 'Go live' },
  description:
    'Creates your live portal with the settings of the test one, or enables the existing one. A test portal at the same address moves to `…-prueba`. Answers 409 `not-ready-for-live` with everything that is missing, and then changes nothing.',
  request: jsonBody(goLiveWire),
  responses: { 200: jsonAnswer(portalOfMerchantWire, 'The live portal.'), ...REFUSAL },
});

/** The routes `/merchant`: read, change, the setup checklist, and going live. */
export function merchantRoutes(services: Services) {
  const { store, now, log } = services.invoicing;
  const setup = { store, pacAccounts: services.pacAccounts, now };
  const api = createMerchantApi(services, () => 'invalid-merchant');
  api.openapi(show, async (c) =>
    c.json(await viewOf(services, await callingMerchant(services, c.get('principal').tenant)), 200),
  );
  api.openapi(patch, async (c) => {
    await assertMayChangeBoth(services, c.get('principal'));
    const before = await callingMerchant(services, c.get('principal').tenant);
    const changed = await changeMerchant(store, before, c.req.valid('json'), now());
    log('merchant.changed', { merchant: changed.id, by: c.get('principal').id });
    return c.json(await viewOf(services, changed), 200);
  });
  api.openapi(checklist, async (c) => {
    const steps = await setupSteps(setup, await callingMerchant(services, c.get('principal').tenant));
    const views = steps.map(({ step, missing }) => ({
      ...{ step, done: missing.length === 0, missing: missing.map(({ code }) => code) },
      details: missing.map((fault) => faultDetail(fault, languageOf(c))),
    }));
    return c.json({ steps: views }, 200);
  });
  api.openapi(live, async (c) => {
    await assertMayChangeBoth(services, c.get('principal'));
    const merchant = await callingMerchant(services, c.get('principal').tenant);
    const portal = await goLive(setup, merchant, c.req.valid('json'));
    log('merchant.live', { merchant: merchant.id, by: c.get('principal').id });
    return c.json(describePortal(services, portal), 200);
  });
  return api;
}

async function callingMerchant({ invoicing }: Services, { merchantId }: Tenant): Promise<Merchant> {
  const merchant = await invoicing.store.merchants.getMerchant(merchantId);
  if (!merchant) throw new Problem('unknown-resource');
  return merchant;
}

async function viewOf({ invoicing: { store } }: Services, merchant: Merchant): Promise<z.output<typeof merchantWire>> {
  const { id } = merchant;
  const worlds = ['test', 'live'] as const;
  const seals = await Promise.all(worlds.map((world) => store.merchants.activeCsd({ merchantId: id, world })));
  const gone = await store.goingLive.goneLive(id);
  const iso = (at: number) => new Date(at).toISOString();
  return {
    ...merchant,
    contact: { ...merchant.contact },
    branches: (await store.merchants.listBranches(id)).map(describeBranch),
    seals: seals.flatMap((csd) =>
      csd
        ? {
            ...{ world: csd.tenant.world, rfc: csd.rfc, noCertificado: csd.noCertificado },
            ...{ validFrom: iso(csd.validFrom), validTo: iso(csd.validTo), sandbox: csd.isSandbox },
          }
        : [],
    ),
    ...(gone && { liveSince: iso(gone.at) }),
  };
}

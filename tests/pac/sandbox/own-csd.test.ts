import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../db/open-store.ts';
import type { Store } from '../../../db/store.ts';
import { type Custody, createCustody } from '../../../server/csd/custody.ts';
import type { Merchant } from '../../../server/merchants/merchant.ts';
import type { Tenant } from '../../../server/merchants/tenant.ts';
import { withSandboxCsd } from '../../../server/pac/sandbox/own-csd.ts';
import { parseMasterKey } from '../../../server/vault/vault.ts';
import { issuePair } from './sealed-ticket.ts';

const NOW = Date.now();
const DAY_MS = 86_400_000;

let directory: string;
let store: Store;
let custody: Custody;
let isSandboxed = true;
let merchant: Merchant;
let number = 0;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'autofactura-own-csd-'));
  store = await openStore({ sqlitePath: join(directory, 'autofactura.db') });
  const master = parseMasterKey(randomBytes(32).toString('base64'));
  if (!master) throw new Error('no master key');
  custody = withSandboxCsd(createCustody(store.merchants, master), {
    merchants: store.merchants,
    isSandboxed: async () => isSandboxed,
  });
});
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});
beforeEach(async () => {
  isSandboxed = true;
  const identity = { rfc: 'FLU200115AB1', nombre: 'FARMACIA LUNA', regimenFiscal: '601' };
  merchant = { id: `mer_${++number}`, tradeName: 'Farmacia Luna', ...identity, contact: {} };
  await store.merchants.putMerchant(merchant);
});

const tenant = (world: Tenant['world'] = 'test'): Tenant => ({ merchantId: merchant.id, world });

/** Whose seal it is that seals now. */
async function sealing(at = NOW): Promise<{ readonly rfc: string; readonly nombre: string; readonly serial: string }> {
  const active = await custody.openActiveSealer(tenant(), at);
  if (active.kind !== 'sealer') throw new Error(active.kind);
  const { rfc, nombre, noCertificado } = active.sealer.certificate;
  return { rfc, nombre, serial: noCertificado };
}

describe('a merchant without a seal', () => {
  it('gets one with its own RFC in the test world, marked as the sandbox’s, and keeps it', async () => {
    const [first, again] = await Promise.all([sealing(), sealing()]);
    expect(first).toMatchObject({ rfc: merchant.rfc, nombre: merchant.nombre });
    expect(again).toEqual(first);
    expect(await sealing()).toEqual(first);
    expect(await store.merchants.activeCsd(tenant())).toMatchObject({ isSandbox: true, noCertificado: first.serial });
  });

  it('has none in the live world', async () => {
    await sealing();
    expect(await custody.openActiveSealer(tenant('live'), NOW)).toEqual({ kind: 'none' });
    expect(await store.merchants.activeCsd(tenant('live'))).toBeUndefined();
  });

  it('has none if a PAC stamps its tests, not even one that the sandbox made before', async () => {
    await sealing();
    isSandboxed = false;
    expect(await custody.openActiveSealer(tenant(), NOW)).toEqual({ kind: 'none' });
  });

  it('gets another when its name changes or the first one expires', async () => {
    const first = await sealing();
    await store.merchants.putMerchant({ ...merchant, nombre: 'FARMACIA SOL' });
    const renamed = await sealing();
    expect(renamed).toMatchObject({ nombre: 'FARMACIA SOL' });
    const later = await sealing(NOW + 5 * 365 * DAY_MS);
    expect(new Set([first.serial, renamed.serial, later.serial]).size).toBe(3);
  });
});

it('an uploaded CSD is never replaced, even if the merchant’s name changes', async () => {
  const pair = await issuePair({ rfc: merchant.rfc, nombre: 'FARMACIA LUNA SA DE CV' });
  const files = { ...pair, kind: 'pair' } as const;
  await custody.storeCsd({ tenant: tenant(), rfc: merchant.rfc, files, at: NOW });
  await store.merchants.putMerchant({ ...merchant, nombre: 'FARMACIA SOL' });
  expect(await sealing()).toMatchObject({ nombre: 'FARMACIA LUNA SA DE CV' });
  expect(await store.merchants.activeCsd(tenant())).toMatchObject({ isSandbox: false });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { addBranch, changeBranch, describeBranch } from '../../server/merchants/branches.ts';
import { changeMerchant, prepareMerchant } from '../../server/merchants/create-merchant.ts';
import type { NewMerchant } from '../../server/merchants/merchant-wire.ts';
import { faultDetail, Problem } from '../../server/problems/problem.ts';

const NOW = Date.UTC(2026, 10, 20, 18);
const FARMACIA: NewMerchant = {
  rfc: 'eku-900317-3c9',
  nombre: 'Escuela  Kemper Urgate',
  regimenFiscal: '601',
  codigoPostal: '64000',
  tradeName: 'Farmacia del Norte',
};
const DISENO = { ...FARMACIA, rfc: 'XOJI740919U48', nombre: 'Ingrid Xodar Jiménez', regimenFiscal: '626' };

let directory: string;
let store: Store;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'autofactura-merchants-'));
  store = await openStore({ sqlitePath: join(directory, 'autofactura.db') });
});
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

const create = async (changes: Partial<NewMerchant> = {}) => {
  const prepared = await prepareMerchant(store, { ...FARMACIA, ...changes }, NOW);
  await store.merchants.addMerchant(prepared.merchant, prepared.branch);
  return prepared;
};

/** The faults that it is refused with: `{pointer: code}`. */
async function faultsOf(work: Promise<unknown>): Promise<Record<string, string>> {
  const problem = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(problem instanceof Problem)) throw new Error(`no refusal but ${problem}`);
  expect(problem.code).toBe('invalid-merchant');
  for (const fault of problem.faults)
    for (const language of ['es-MX', 'en'] as const) expect(faultDetail(fault, language)).not.toMatch(/\{|^[a-z-]+$/);
  return Object.fromEntries(problem.faults.map(({ pointer, code }) => [pointer, code]));
}

describe('a new merchant', () => {
  it('is kept as the SAT writes it, with a first branch at its postal code', async () => {
    const { merchant } = await create();
    expect(merchant).toMatchObject({ rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', contact: {} });
    expect(await store.merchants.getMerchant(merchant.id)).toEqual(merchant);
    expect((await store.merchants.listBranches(merchant.id)).map(describeBranch)).toEqual([
      { code: 'matriz', name: 'Matriz', codigoPostal: '64000', zone: 'America/Mexico_City', frontera: 'none' },
    ]);
  });

  it('is refused with every fault at its field, in both languages', async () => {
    const wrong = { rfc: 'XAXX010101000', nombre: ' ', regimenFiscal: '999', codigoPostal: '00000' };
    expect(await faultsOf(create(wrong))).toEqual({
      '/rfc': 'issuer-rfc-generic',
      '/nombre': 'nombre-required',
      '/regimenFiscal': 'regimen-required',
      '/codigoPostal': 'branch-codigo-postal-unknown',
    });
    expect(await faultsOf(create({ rfc: 'EKU9003173', codigoPostal: '640' }))).toEqual({
      '/rfc': 'rfc-malformed',
      '/codigoPostal': 'codigo-postal-malformed',
    });
  });

  it.each([
    ['a company a régimen of persons', { regimenFiscal: '612' }],
    ['a person a régimen of companies', { ...DISENO, regimenFiscal: '601' }],
  ])('is not given as %s', async (_what, changes) => {
    expect(await faultsOf(create(changes))).toEqual({ '/regimenFiscal': 'issuer-regimen-person' });
  });

  it('is offered its name without the capital regime, unless that is how it is registered', async () => {
    const named = { nombre: 'Escuela Kemper Urgate, S.A. de C.V.' };
    const refused = await create(named).catch((error: unknown) => error);
    expect((refused as Problem).faults).toEqual([
      { code: 'issuer-nombre-regimen-capital', pointer: '/nombre', params: { value: 'ESCUELA KEMPER URGATE' } },
    ]);
    const { merchant } = await create({ ...named, nombreAsGiven: true });
    expect(merchant.nombre).toBe('ESCUELA KEMPER URGATE, S.A. DE C.V.');
  });
});

describe('a change of a merchant', () => {
  it('changes what is named, and leaves the rest', async () => {
    const { merchant } = await create({ contact: { email: 'hola@norte.example' } });
    const renamed = await changeMerchant(store, merchant, { tradeName: 'Farmacia Norte' }, NOW);
    expect(renamed).toEqual({ ...merchant, tradeName: 'Farmacia Norte' });
    const moved = await changeMerchant(store, renamed, DISENO_IDENTITY, NOW);
    expect(moved).toEqual({ ...renamed, ...DISENO_IDENTITY, nombre: 'INGRID XODAR JIMÉNEZ' });
    expect(await store.merchants.getMerchant(merchant.id)).toEqual(moved);
  });

  it('is refused whole when one field of it is wrong', async () => {
    const { merchant } = await create();
    const change = changeMerchant(store, merchant, { tradeName: 'Otra', regimenFiscal: '605' }, NOW);
    expect(await faultsOf(change)).toEqual({ '/regimenFiscal': 'issuer-regimen-person' });
    expect(await store.merchants.getMerchant(merchant.id)).toEqual(merchant);
  });

  it('keeps the RFC of the seal that was uploaded', async () => {
    const { merchant } = await create();
    const csd = { id: `csd_${merchant.id}`, rfc: merchant.rfc, noCertificado: '30001000000500003416' };
    await store.merchants.putCsd({
      ...{ ...csd, tenant: { merchantId: merchant.id, world: 'live' }, validFrom: 0, validTo: 1, isSandbox: false },
      ...{ certificate: new Uint8Array([1]), sealedSecret: new Uint8Array([1]) },
    });
    expect(await faultsOf(changeMerchant(store, merchant, DISENO_IDENTITY, NOW))).toEqual({ '/rfc': 'rfc-of-csd' });
  });
});

const DISENO_IDENTITY = { rfc: DISENO.rfc, nombre: DISENO.nombre, regimenFiscal: DISENO.regimenFiscal };

describe('a branch', () => {
  it('has the zone and the border of its postal code', async () => {
    const { merchant } = await create();
    const tijuana = await addBranch(store, merchant.id, { code: 'tijuana', name: 'Tijuana', codigoPostal: '22000' });
    expect(describeBranch(tijuana)).toMatchObject({ zone: 'America/Tijuana', frontera: 'north' });
    const changed = await changeBranch(store, tijuana, { codigoPostal: '77000' });
    expect(changed && describeBranch(changed)).toMatchObject({ name: 'Tijuana', zone: 'America/Cancun' });
  });

  it('is refused under a code that is taken, and where no postal code is', async () => {
    const { merchant } = await create();
    const matriz = { code: 'matriz', name: 'Otra', codigoPostal: '06700' };
    expect(await faultsOf(addBranch(store, merchant.id, matriz))).toEqual({ '/code': 'branch-code-taken' });
    const nowhere = { code: 'centro', name: 'Centro', codigoPostal: '00000' };
    expect(await faultsOf(addBranch(store, merchant.id, nowhere))).toEqual({
      '/codigoPostal': 'branch-codigo-postal-unknown',
    });
    expect(await changeBranch(store, { merchantId: merchant.id, code: 'nadie' }, { name: 'x' })).toBeUndefined();
  });
});

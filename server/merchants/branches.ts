/** A merchant's branches: where it sells, which decides the time zone and the border of what it sells there. */
import type { CatalogStore } from '../catalogs/catalog-store.ts';
import { estimuloFronteraOf, issueZone, postalCodeExists } from '../catalogs/postal-code.ts';
import { type Fault, Problem } from '../problems/problem.ts';
import type { Branch } from './merchant.ts';
import type { MerchantStore } from './merchant-store.ts';
import type { BranchPatch, NewBranch } from './merchant-wire.ts';

/** The stores that reading and changing branches needs. */
export type BranchStores = {
  readonly merchants: Pick<MerchantStore, 'addBranch' | 'putBranch' | 'listBranches'>;
  readonly catalogs: Pick<CatalogStore, 'codigoPostal'>;
};

/** Adds a branch. Throws `invalid-merchant` for a postal code that does not exist or a code that is taken. */
export async function addBranch(stores: BranchStores, merchantId: string, wanted: NewBranch): Promise<Branch> {
  const branch = { merchantId, ...wanted };
  refuse(await postalCodeFaults(stores, branch.codigoPostal));
  if ((await stores.merchants.addBranch(branch)) === 'taken')
    refuse([{ code: 'branch-code-taken', pointer: '/code', params: { code: branch.code } }]);
  return branch;
}

/** Changes a branch's name or postal code; `undefined` if there is no branch with that code. Throws as `addBranch` does. */
export async function changeBranch(
  stores: BranchStores,
  { merchantId, code }: Pick<Branch, 'merchantId' | 'code'>,
  { name, codigoPostal }: BranchPatch,
): Promise<Branch | undefined> {
  const before = (await stores.merchants.listBranches(merchantId)).find((branch) => branch.code === code);
  if (!before) return undefined;
  const branch = { ...before, name: name ?? before.name, codigoPostal: codigoPostal ?? before.codigoPostal };
  refuse(await postalCodeFaults(stores, branch.codigoPostal));
  await stores.merchants.putBranch(branch);
  return branch;
}

/** Whether a postal code exists: by the loaded c_CodigoPostal or, if it is not loaded, by the built-in ranges. */
export async function postalCodeFaults(
  { catalogs }: Pick<BranchStores, 'catalogs'>,
  codigoPostal: string,
): Promise<readonly Fault[]> {
  const pointer = '/codigoPostal';
  if (!/^\d{5}$/.test(codigoPostal)) return [{ code: 'codigo-postal-malformed', pointer }];
  const row = await catalogs.codigoPostal(codigoPostal);
  const exists = row === 'not-loaded' ? postalCodeExists(codigoPostal) : row !== 'unknown';
  return exists ? [] : [{ code: 'branch-codigo-postal-unknown', pointer }];
}

/** A branch as it is shown, with what follows from its postal code. */
export type BranchView = Omit<Branch, 'merchantId'> & {
  /** IANA zone of the documents that it issues. */
  readonly zone: string;
  /** Which border's IVA stimulus its postal code may have. */
  readonly frontera: 'none' | 'north' | 'south';
};

const FRONTERAS = ['none', 'north', 'south'] as const;

/** A branch with what follows from its postal code. */
export function describeBranch({ code, name, codigoPostal }: Branch): BranchView {
  return {
    ...{ code, name, codigoPostal, zone: issueZone(codigoPostal) },
    frontera: FRONTERAS[estimuloFronteraOf(codigoPostal)],
  };
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new Problem('invalid-merchant', { faults });
}

/** Creating a merchant, and changing what its invoices say about it. */
import { randomBytes } from 'node:crypto';
import { localDate } from '../catalogs/local-time.ts';
import { type Fault, Problem } from '../problems/problem.ts';
import { type BranchStores, postalCodeFaults } from './branches.ts';
import { checkIdentity } from './fiscal-identity.ts';
import type { Branch, Merchant } from './merchant.ts';
import type { MerchantStore } from './merchant-store.ts';
import type { MerchantPatch, NewMerchant } from './merchant-wire.ts';

/** The stores that creating and changing a merchant needs. */
export type MerchantStores = Pick<BranchStores, 'catalogs'> & {
  readonly merchants: Pick<MerchantStore, 'getMerchant' | 'putMerchant' | 'activeCsd'>;
};

/** A merchant that is not stored yet, with its first branch. */
export type PreparedMerchant = { readonly merchant: Merchant; readonly branch: Branch };

/** The branch that a merchant begins with: at its own postal code. */
const FIRST_BRANCH = { code: 'matriz', name: 'Matriz' };
/** The régimen's dates are those of the whole country: the capital's day decides. */
const ZONE = 'America/Mexico_City';

/**
 * Prepares a merchant and its first branch; the caller stores both or neither, with whatever belongs to them. Throws `invalid-merchant` with every
 * fault.
 */
export async function prepareMerchant(
  stores: Pick<MerchantStores, 'catalogs'>,
  { tradeName, contact = {}, codigoPostal, nombreAsGiven, ...typed }: NewMerchant,
  now: number,
): Promise<PreparedMerchant> {
  const { identity, faults } = checkIdentity(typed, localDate(now, ZONE), nombreAsGiven);
  const nameless = tradeName === '' ? [{ code: 'required', pointer: '/tradeName' }] : [];
  refuse([...faults, ...nameless, ...(await postalCodeFaults(stores, codigoPostal))]);
  const id = `mer_${randomBytes(12).toString('hex')}`;
  return {
    merchant: { id, tradeName, ...identity, contact: given(contact) },
    branch: { merchantId: id, ...FIRST_BRANCH, codigoPostal },
  };
}

/**
 * Changes some of a merchant's data; the others stay. Throws `invalid-merchant` with every fault: an RFC that is not the one of a CSD
 * that the merchant uploaded is one of them.
 */
export async function changeMerchant(
  stores: MerchantStores,
  before: Merchant,
  { nombreAsGiven, contact, ...patch }: MerchantPatch,
  now: number,
): Promise<Merchant> {
  const changed = { ...before, ...given(patch), ...(contact && { contact: given(contact) }) };
  const isSame = (['rfc', 'nombre', 'regimenFiscal'] as const).every((field) => changed[field] === before[field]);
  if (!isSame) {
    const { identity, faults } = checkIdentity(changed, localDate(now, ZONE), nombreAsGiven);
    refuse([...faults, ...(await csdFaults(stores, before.id, identity.rfc))]);
    Object.assign(changed, identity);
  }
  await stores.merchants.putMerchant(changed);
  return changed;
}

async function csdFaults({ merchants }: MerchantStores, merchantId: string, rfc: string): Promise<readonly Fault[]> {
  const csds = await Promise.all(
    (['live', 'test'] as const).map((world) => merchants.activeCsd({ merchantId, world })),
  );
  const other = csds.find((csd) => csd && !csd.isSandbox && csd.rfc !== rfc);
  return other ? [{ code: 'rfc-of-csd', pointer: '/rfc', params: { rfc: other.rfc } }] : [];
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new Problem('invalid-merchant', { faults });
}

/** Omits properties that are `undefined`. */
function given<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [K in keyof T]: Exclude<T[K], undefined> };
}

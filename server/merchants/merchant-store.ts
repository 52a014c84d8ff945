/** The port to the storage of merchants with their branches, API keys and CSDs. */

import type { ApiKey, Branch, Merchant } from './merchant.ts';
import type { Tenant } from './tenant.ts';

/** Storage of merchants and of what belongs to them. Every method is one durable transaction. */
export interface MerchantStore {
  /** A new merchant with its first branch, or neither. */
  addMerchant(merchant: Merchant, branch: Branch): Promise<void>;
  /** All of them, by the name that customers know. */
  listMerchants(): Promise<readonly Merchant[]>;
  putMerchant(merchant: Merchant): Promise<void>;
  getMerchant(id: string): Promise<Merchant | undefined>;
  /** `taken` if the merchant already has a branch with that code, which stays as it is. */
  addBranch(branch: Branch): Promise<'added' | 'taken'>;
  putBranch(branch: Branch): Promise<void>;
  /** In order of creation: the first is the default. */
  listBranches(merchantId: string): Promise<readonly Branch[]>;
  /** `hash` is the hex SHA-256 of the whole key; the key itself is never stored. */
  putApiKey(key: ApiKey, hash: string): Promise<void>;
  /** Includes revoked and expired ones: whether a key still opens anything is up to its reader. */
  findApiKey(hash: string): Promise<ApiKey | undefined>;
  /** A tenant's keys, revoked ones too, newest first; at most 200. */
  listApiKeys(tenant: Tenant): Promise<readonly ApiKey[]>;
  /** From now on it opens nothing, on any server, because each request looks it up. A key that is revoked again keeps its first revocation. */
  revokeApiKey(tenant: Tenant, id: string, at: number): Promise<'revoked' | 'unknown'>;
  noteKeyUse(id: string, at: number): Promise<void>;
  /** The new CSD becomes the active one of its world; earlier ones are kept for reading. */
  putCsd(csd: StoredCsd): Promise<void>;
  activeCsd(tenant: Tenant): Promise<StoredCsd | undefined>;
  /** The merchant's data key, wrapped by the master key; stores and returns `fresh` if there was none. */
  dataKey(merchantId: string, fresh: Uint8Array): Promise<Uint8Array>;
  /** Any stored data key, for checking the master key against it; `undefined` if nothing was ever sealed. */
  anyDataKey(): Promise<WrappedDataKey | undefined>;
}

/** A merchant's data key, encrypted under the master key. It is the only form in which the key is stored. */
export type WrappedDataKey = { readonly merchantId: string; readonly wrapped: Uint8Array };

/** A CSD as it is stored. Times are epoch milliseconds; the key and its password exist only in `sealedSecret`. */
export type StoredCsd = {
  readonly id: string;
  readonly tenant: Tenant;
  readonly noCertificado: string;
  readonly rfc: string;
  readonly validFrom: number;
  readonly validTo: number;
  /** DER of the certificate: public. */
  readonly certificate: Uint8Array;
  /** Key and password under the merchant's data key. */
  readonly sealedSecret: Uint8Array;
  /** Made by the built-in sandbox for the test world, worth nothing anywhere else; not uploaded by anybody. */
  readonly isSandbox: boolean;
};

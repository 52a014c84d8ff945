/** Merchants' credentials with others (PACs, registries): encrypted under their data key, decrypted only to be used. */
import type { MerchantStore } from '../merchants/merchant-store.ts';
import {
  createDataKey,
  type DataKey,
  type MasterKey,
  openSecret,
  type SecretContext,
  sealSecret,
  unwrapDataKey,
  wrapDataKey,
} from './vault.ts';

/** Encrypts credentials so that they can be stored, each bound to its tenant and purpose. */
export type CredentialSafe = {
  /** Seals a JSON value for the database. */
  seal(context: SecretContext, credentials: object): Promise<Uint8Array>;
  /** Opens what was sealed under the same context. Throws `VaultError`. */
  open(context: SecretContext, sealed: Uint8Array): Promise<unknown>;
};

/** A safe under the operator's master key. */
export function createCredentialSafe(store: Pick<MerchantStore, 'dataKey'>, master: MasterKey): CredentialSafe {
  async function dataKeyOf(merchantId: string): Promise<DataKey> {
    const fresh = wrapDataKey(master, merchantId, createDataKey());
    return unwrapDataKey(master, merchantId, await store.dataKey(merchantId, fresh));
  }
  return {
    async seal(context, credentials) {
      const plain = Buffer.from(JSON.stringify(credentials), 'utf8');
      const sealed = sealSecret(await dataKeyOf(context.merchantId), plain, context);
      plain.fill(0);
      return sealed;
    },
    async open(context, sealed) {
      const plain = openSecret(await dataKeyOf(context.merchantId), sealed, context);
      const credentials: unknown = JSON.parse(plain.toString('utf8'));
      plain.fill(0);
      return credentials;
    },
  };
}

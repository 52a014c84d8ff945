/** A person's own secrets, which belong to no merchant: each under a data key that is stored, wrapped, in front of it. */
import {
  createDataKey,
  type MasterKey,
  openSecret,
  type SecretContext,
  sealSecret,
  unwrapDataKey,
  wrapDataKey,
} from './vault.ts';

/** Encrypts what belongs to a person, bound to them and to its purpose. */
export type PersonSafe = {
  /** Seals bytes for the database. `secret` is left to its owner to forget. */
  seal(personId: string, purpose: string, secret: Uint8Array): Uint8Array;
  /** What was sealed for the same person and purpose; the caller overwrites it after use. Throws `VaultError`. */
  open(personId: string, purpose: string, sealed: Uint8Array): Buffer;
};

/** A wrapped key: version, nonce, tag and 32 bytes. */
const WRAPPED_BYTES = 1 + 12 + 16 + 32;

/** A safe under the operator's master key. */
export function createPersonSafe(master: MasterKey): PersonSafe {
  // The vault knows owners by one name, merchants or not.
  const contextOf = (personId: string, purpose: string): SecretContext => ({
    merchantId: personId,
    purpose,
    subject: '',
  });
  return {
    seal(personId, purpose, secret) {
      const dataKey = createDataKey();
      const wrapped = wrapDataKey(master, personId, dataKey);
      return Buffer.concat([wrapped, sealSecret(dataKey, secret, contextOf(personId, purpose))]);
    },
    open(personId, purpose, sealed) {
      const dataKey = unwrapDataKey(master, personId, sealed.subarray(0, WRAPPED_BYTES));
      return openSecret(dataKey, sealed.subarray(WRAPPED_BYTES), contextOf(personId, purpose));
    },
  };
}

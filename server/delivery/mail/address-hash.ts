/**
 * A keyed hash that identifies an address where the address itself must not be readable: the same for one mailbox, and useless without the
 * operator's key.
 */
import { createHmac, hkdfSync, type KeyObject } from 'node:crypto';

/** Answers the keyed hash of an e-mail address, ignoring case and the spaces around it. */
export type AddressHash = (address: string) => string;

/** Creates the hash, HMAC-SHA-256 under a key derived from the operator's master key. */
export function createAddressHash(masterKey: KeyObject): AddressHash {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', 'autofactura mail-address', 32));
  return (address) => createHmac('sha256', key).update(address.trim().toLowerCase()).digest('base64url');
}

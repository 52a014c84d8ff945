/** Opens a CSD's key file, and tells a wrong password from a file that is no key, or none that is read. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { CsdFault } from './csd.ts';
import { encryptionOf, isPkcs1, pemOf, whyNoKey } from './key-format.ts';

export type KeyOutcome =
  | { readonly kind: 'opened'; readonly key: KeyObject }
  | { readonly kind: 'refused'; readonly fault: CsdFault };

/**
 * Opens a `.key`: PKCS#8 DER as the SAT gives it, PKCS#1, or either as PEM; encrypted or not. Damage inside the encrypted part
 * looks exactly like a wrong password and is called so.
 */
export function openPrivateKey(bytes: Uint8Array, password: string): KeyOutcome {
  try {
    const key = createPrivateKey({ key: Buffer.from(bytes), ...formOf(bytes), passphrase: password });
    return key.asymmetricKeyType === 'rsa' ? { kind: 'opened', key } : { kind: 'refused', fault: 'csd-key-unreadable' };
  } catch (error) {
    const known = whyNoKey(bytes);
    if (known) return { kind: 'refused', fault: known };
    // One wrong password in 250 decrypts to a valid padding and fails later, as bad ASN.1: the container decides, not the error.
    const locked = isEncrypted(bytes) && !UNREADABLE.has(codeOf(error));
    return { kind: 'refused', fault: locked ? 'csd-wrong-password' : 'csd-key-unreadable' };
  }
}

/** What OpenSSL says of a container whose cipher it lacks, or whose ciphertext is not whole blocks: no password opens those. */
const UNREADABLE: ReadonlySet<string> = new Set(['ERR_OSSL_EVP_UNSUPPORTED', 'ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH']);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function formOf(bytes: Uint8Array): { format: 'pem' } | { format: 'der'; type: 'pkcs1' | 'pkcs8' } {
  if (pemOf(bytes)) return { format: 'pem' };
  return { format: 'der', type: isPkcs1(bytes) ? 'pkcs1' : 'pkcs8' };
}

function isEncrypted(bytes: Uint8Array): boolean {
  const pem = pemOf(bytes);
  if (pem) return /BEGIN ENCRYPTED PRIVATE KEY-.*END ENCRYPTED|Proc-Type: 4,ENCRYPTED.*-----END /s.test(pem);
  return encryptionOf(bytes) !== undefined;
}

/** Opens a CSD's key file, and distinguishes a wrong password from a file that is not a key or not of a supported kind. */
import { createPrivateKey, type KeyObject, type PrivateKeyInput } from 'node:crypto';
import type { CsdFault } from './csd.ts';
import { MOST_ROUNDS, roundsOf } from './key-cost.ts';
import { encryptionOf, type KeyForm, keyFormOf, whyNoKey } from './key-format.ts';

/** The decrypted key, or why it cannot be opened. */
export type KeyOutcome =
  | { readonly kind: 'opened'; readonly key: KeyObject }
  | { readonly kind: 'refused'; readonly fault: CsdFault };

/**
 * Opens a `.key`: PKCS#8 DER as the SAT gives it, PKCS#1, or either as PEM; encrypted or not. Damage inside the encrypted part
 * looks exactly like a wrong password and is called so. One whose password is hashed too often is not tried at all.
 */
export function openPrivateKey(bytes: Uint8Array, password: string): KeyOutcome {
  const form = keyFormOf(bytes);
  if (form === undefined) return { kind: 'refused', fault: whyNoKey(bytes) ?? 'csd-key-unreadable' };
  if (roundsToOpen(form) > MOST_ROUNDS) return { kind: 'refused', fault: 'csd-key-too-slow' };
  try {
    const key = createPrivateKey({ ...inputOf(form), passphrase: password });
    return key.asymmetricKeyType === 'rsa' ? { kind: 'opened', key } : { kind: 'refused', fault: 'csd-key-unreadable' };
  } catch (error) {
    const known = whyNoKey(bytes);
    if (known) return { kind: 'refused', fault: known };
    // One wrong password in 250 decrypts to a valid padding and fails later, as bad ASN.1: the container decides, not the error.
    const locked = isEncrypted(form) && !UNREADABLE.has(codeOf(error));
    return { kind: 'refused', fault: locked ? 'csd-wrong-password' : 'csd-key-unreadable' };
  }
}

/** How much work it is to open this file, in rounds of hashing; `Infinity` for one that cannot be judged. */
export function roundsToOpenKey(bytes: Uint8Array): number {
  const form = keyFormOf(bytes);
  return form === undefined ? 0 : roundsToOpen(form);
}

/** OpenSSL's errors for a container whose cipher it lacks, or whose ciphertext is not whole blocks: no password opens those. */
const UNREADABLE: ReadonlySet<string> = new Set(['ERR_OSSL_EVP_UNSUPPORTED', 'ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH']);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function inputOf(form: KeyForm): PrivateKeyInput {
  if (form.kind === 'locked-pem') return { key: form.pem, format: 'pem' };
  return { key: Buffer.from(form.der), format: 'der', type: form.kind };
}

/** PKCS#1 in PEM hashes its password once (OpenSSL's EVP_BytesToKey). */
function roundsToOpen(form: KeyForm): number {
  return form.kind === 'pkcs8' ? roundsOf(encryptionOf(form.der) ?? []) : 0;
}

function isEncrypted(form: KeyForm): boolean {
  return form.kind === 'locked-pem' || (form.kind === 'pkcs8' && encryptionOf(form.der) !== undefined);
}

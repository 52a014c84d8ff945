/**
 * Envelope encryption: a master key (the operator's) wraps one data key per merchant, and a data key seals that merchant's
 * secrets; AES-256-GCM both times. Sealed bytes: version 1 · nonce 12 · tag 16 · ciphertext.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

declare const masterBrand: unique symbol;
/** The operator's key. A KeyObject, so that printing or serialising it shows nothing. */
export type MasterKey = KeyObject & { readonly [masterBrand]: true };

declare const dataBrand: unique symbol;
/** One merchant's key. */
export type DataKey = KeyObject & { readonly [dataBrand]: true };

/** What a secret is and whose. It is authenticated with the secret, which does not open under any other context. */
export type SecretContext = {
  readonly merchantId: string;
  /** `csd`, `pac`, `webhook`… */
  readonly purpose: string;
  /** Which one of them: a CSD's noCertificado. */
  readonly subject: string;
};

/** Wrong key, wrong owner or altered bytes; deliberately not which. */
export class VaultError extends Error {
  constructor() {
    super('The vault cannot open this: another key, another owner, or altered bytes.');
    this.name = 'VaultError';
  }
}

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * Reads a master key: 32 raw bytes, or text of 64 hex digits or of base64 (either alphabet) for 32 bytes, blanks around it
 * ignored. `undefined` when it is anything else, or one byte repeated (a placeholder somebody forgot).
 */
export function parseMasterKey(source: Uint8Array | string): MasterKey | undefined {
  const raw = typeof source !== 'string' && source.length === KEY_BYTES;
  const bytes = raw ? Buffer.from(source) : decodeKey(Buffer.from(source).toString('latin1').trim());
  if (bytes?.length !== KEY_BYTES || bytes.every((byte) => byte === bytes[0])) return undefined;
  return secretKey(bytes) as MasterKey;
}

/** A new random data key, not assigned to a merchant yet. */
export function createDataKey(): DataKey {
  return secretKey(randomBytes(KEY_BYTES)) as DataKey;
}

/** Wraps a merchant's data key for the database. */
export function wrapDataKey(master: MasterKey, merchantId: string, dataKey: DataKey): Uint8Array {
  const bytes = dataKey.export();
  const wrapped = encrypt(master, bytes, dataKeyContext(merchantId));
  bytes.fill(0);
  return wrapped;
}

/** The data key that `wrapDataKey` wrapped for this merchant. Throws `VaultError`. */
export function unwrapDataKey(master: MasterKey, merchantId: string, wrapped: Uint8Array): DataKey {
  return secretKey(decrypt(master, wrapped, dataKeyContext(merchantId))) as DataKey;
}

/**
 * Moves a data key from one master key to the next; what it seals stays as it is. One that is already under `to` comes back
 * unchanged, so a rotation that was interrupted is simply run again. Throws `VaultError` when neither key opens it.
 */
export function rewrap(merchantId: string, wrapped: Uint8Array, from: MasterKey, to: MasterKey): Uint8Array {
  try {
    unwrapDataKey(to, merchantId, wrapped);
    return wrapped;
  } catch {
    return wrapDataKey(to, merchantId, unwrapDataKey(from, merchantId, wrapped));
  }
}

/** Seals a secret; the same one sealed twice gives different bytes. `secret` is left to its owner to forget. */
export function sealSecret(dataKey: DataKey, secret: Uint8Array, context: SecretContext): Uint8Array {
  return encrypt(dataKey, secret, context);
}

/** Opens what `sealSecret` sealed under the same context. Throws `VaultError`. The caller overwrites it after use. */
export function openSecret(dataKey: DataKey, sealed: Uint8Array, context: SecretContext): Buffer {
  return decrypt(dataKey, sealed, context);
}

function dataKeyContext(merchantId: string): SecretContext {
  return { merchantId, purpose: 'data-key', subject: '' };
}

function encrypt(key: KeyObject, plain: Uint8Array, context: SecretContext): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(associated(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: KeyObject, sealed: Uint8Array, context: SecretContext): Buffer {
  const head = 1 + NONCE_BYTES + TAG_BYTES;
  if (sealed.length < head || sealed[0] !== VERSION) throw new VaultError();
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated(context)).setAuthTag(sealed.subarray(1 + NONCE_BYTES, head));
  const plain = decipher.update(sealed.subarray(head));
  try {
    decipher.final();
    return plain;
  } catch {
    plain.fill(0);
    throw new VaultError();
  }
}

/** As JSON, so that no id, however written, can cross the boundary between two parts. */
function associated({ merchantId, purpose, subject }: SecretContext): Buffer {
  return Buffer.from(JSON.stringify([VERSION, merchantId, purpose, subject]), 'utf8');
}

function decodeKey(text: string): Buffer | undefined {
  if (/^[\da-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[\w+/-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

function secretKey(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

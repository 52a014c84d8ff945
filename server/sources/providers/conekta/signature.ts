/**
 * Conekta's `DIGEST`: base64 of RSA-SHA256 over the raw body, by the key that its merchant made for webhooks
 * (assumed from developers.conekta.com, «autenticación de webhooks», as quoted elsewhere).
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';

const BASE64 = /^(?:[A-Za-z\d+/]{4})+(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

/** Reads an RSA public key of at least 2048 bits from PEM; `undefined` for anything else. */
export function readPublicKey(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return key.asymmetricKeyType === 'rsa' && bits >= 2048 && !pem.includes('PRIVATE') ? key : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The check that failed; `undefined` for a body that one of the keys signed. The signature has no time, so an old
 * request cannot be told from a replay.
 */
export function digestFault(digest: string | undefined, body: string, keys: readonly KeyObject[]): string | undefined {
  if (!digest) return 'DIGEST: missing';
  const text = digest.trim();
  const signature = Buffer.from(text, 'base64');
  const lengths = keys.map((key) => (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  if (!BASE64.test(text) || !lengths.includes(signature.length)) return 'DIGEST: malformed';
  const signed = Buffer.from(body, 'utf8');
  return keys.some((key) => verify('RSA-SHA256', signed, key, signature)) ? undefined : 'DIGEST: no match';
}

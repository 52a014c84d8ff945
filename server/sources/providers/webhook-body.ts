/** What the webhooks of several providers have in common: an id for a body that has none, an HMAC over the body, a secret in a header. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** `sha256:` and 32 hex digits of the body's digest. */
export function bodyId(body: string): string {
  return `sha256:${createHash('sha256').update(body, 'utf8').digest('hex').slice(0, 32)}`;
}

/** Why a body is not signed with this secret, naming the check and no value; `undefined` when it is. */
export function bodyHmacFault(body: string, secret: string, signature: string | undefined): string | undefined {
  if (!signature) return 'there is no signature';
  const given = Buffer.from(signature, 'base64');
  const ours = createHmac('sha256', secret).update(body, 'utf8').digest();
  if (given.length !== ours.length) return 'the signature is not an HMAC-SHA256 in base64';
  return timingSafeEqual(given, ours) ? undefined : 'the signature is of another body or by another secret';
}

/** Whether two texts are the same. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

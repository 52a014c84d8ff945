/** Helpers for the webhooks of several providers: an id for a body without one, an HMAC over the body, and a secret in a header. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** An id for a body: `sha256:` and 32 hex digits of its digest. */
export function bodyId(body: string): string {
  return `sha256:${createHash('sha256').update(body, 'utf8').digest('hex').slice(0, 32)}`;
}

/** Returns why a body is not signed with this secret, naming the check but no value; `undefined` if it is. */
export function bodyHmacFault(body: string, secret: string, signature: string | undefined): string | undefined {
  if (!signature) return 'there is no signature';
  const given = Buffer.from(signature, 'base64');
  const ours = createHmac('sha256', secret).update(body, 'utf8').digest();
  if (given.length !== ours.length) return 'the signature is not an HMAC-SHA256 in base64';
  return timingSafeEqual(given, ours) ? undefined : 'the signature is of another body or by another secret';
}

/** Compares two secrets in constant time. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

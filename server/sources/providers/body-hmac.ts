/**
 * Signatures that are the base64 of an HMAC-SHA256 over the raw body: Shopify's and WooCommerce's (wire-contracts 14.3,
 * 14.4, read 2026-11).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Why a body is not signed with this secret, naming the check and no value; `undefined` when it is. */
export function bodyHmacFault(body: string, secret: string, signature: string | undefined): string | undefined {
  if (!signature) return 'there is no signature';
  const given = Buffer.from(signature, 'base64');
  const ours = createHmac('sha256', secret).update(body, 'utf8').digest();
  if (given.length !== ours.length) return 'the signature is not an HMAC-SHA256 in base64';
  return timingSafeEqual(given, ours) ? undefined : 'the signature is of another body or by another secret';
}

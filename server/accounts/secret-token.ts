/** Tokens of 256 random bits: in a cookie or a link, and nowhere else. */
import { createHash, randomBytes } from 'node:crypto';

/** A new one, in base64url. */
export function newSecretToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token: hex SHA-256. 256 random bits need no salt or stretching. */
export function hashSecretToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A new id with this prefix, `usr_…`. */
export function newId(prefix: 'usr' | 'ses' | 'ivt'): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}

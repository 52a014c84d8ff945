/** Secret tokens of 256 random bits. They exist only in a cookie or a link; the database has their hash. */
import { createHash, randomBytes } from 'node:crypto';

/** Creates a token, in base64url. */
export function newSecretToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The hex SHA-256 that is stored for a token. 256 random bits need no salt or stretching. */
export function hashSecretToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Creates a random id with the given prefix, such as `usr_…`. */
export function newId(prefix: 'usr' | 'ses' | 'ivt' | 'psk'): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}

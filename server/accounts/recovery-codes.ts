/**
 * Recovery codes, for people who have lost the app that makes codes: ten of 118 random bits, each valid once. The database has their
 * hashes.
 */
import { createHash, randomBytes } from 'node:crypto';

const HOW_MANY = 10;
/** Without i, l, o, 0 and 1: people write these on paper. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const LARGEST = 256 - (256 % ALPHABET.length);

/** Draws ten codes, such as `k7qd-m2xp-9vtr-b4hz-6wce-2jnf`. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: HOW_MANY }, () => (drawn(24).match(/.{4}/g) ?? []).join('-'));
}

/** Characters of the alphabet, each equally likely: a byte that would favour the first ones is drawn again. */
function drawn(length: number): string {
  let text = '';
  while (text.length < length)
    for (const byte of randomBytes(length))
      if (byte < LARGEST && text.length < length) text += ALPHABET[byte % ALPHABET.length];
  return text;
}

/** The hex SHA-256 stored for a code, however its groups were typed. With 112 random bits or more, no salt or stretching is needed (ASVS 6.5.2). */
export function hashRecoveryCode(personId: string, typed: string): string {
  const code = typed.toLowerCase().replace(/[^a-z0-9]/g, '');
  return createHash('sha256').update(`${personId} ${code}`).digest('hex');
}

/** Detects in the browser whether a certificate is an e.firma, so that one chosen by mistake never leaves it. */

// The object identifiers of the extensions keyUsage (2.5.29.15) and extKeyUsage (2.5.29.37), as DER writes them.
const KEY_USAGE = [0x06, 0x03, 0x55, 0x1d, 0x0f];
const EXTENDED_KEY_USAGE = [0x06, 0x03, 0x55, 0x1d, 0x25];
/** Encrypting data, and agreeing on keys (RFC 5280, 4.2.1.3). */
const MORE_THAN_SIGNING = 0x18;
const BIT_STRING = 0x03;

/**
 * An e.firma may also encrypt and identify its owner; a CSD only signs (observed on the SAT's certificates, 2026-11). Unclear cases are left to the
 * server, which examines the whole certificate.
 */
export function looksLikeEfirma(certificate: Uint8Array): boolean {
  if (find(certificate, EXTENDED_KEY_USAGE) >= 0) return true;
  const at = find(certificate, KEY_USAGE);
  if (at < 0) return false;
  const rest = certificate.subarray(at + KEY_USAGE.length, at + KEY_USAGE.length + 12);
  const bits = rest.indexOf(BIT_STRING);
  // Tag, length, unused bits, and then the uses.
  return bits >= 0 && ((rest[bits + 3] ?? 0) & MORE_THAN_SIGNING) !== 0;
}

function find(bytes: Uint8Array, wanted: readonly number[]): number {
  return bytes.findIndex((_, at) => wanted.every((byte, offset) => bytes[at + offset] === byte));
}

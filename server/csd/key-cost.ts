/**
 * Limits how long a key file may keep a processor busy. The file itself says how often its password is hashed, and OpenSSL obeys: a billion
 * rounds are half an hour of work that cannot be interrupted.
 */
import { DER, type DerElement, parseDer } from './der.ts';

/** Some milliseconds of work. The SAT's keys ask for 2,048 rounds. */
export const CHEAP_ROUNDS = 20_000;
/** About a second of work; the highest advice for passwords is 1.3 million rounds (OWASP, 2026-11). */
export const MOST_ROUNDS = 2_000_000;

/** id-scrypt, 1.3.6.1.4.1.11591.4.11 (RFC 7914, 7). */
const SCRYPT = '2b06010401da47040b';

/**
 * The rounds of hashing that the fields of an AlgorithmIdentifier ask for (RFC 8018: PBES1, PBES2 with PBKDF2 or scrypt; RFC 7292: PKCS#12).
 * `Infinity` when they are no DER: what cannot be read here must not be given to OpenSSL, which reads more.
 */
export function roundsOf(algorithm: readonly DerElement[]): number {
  const [name, ...parameters] = algorithm;
  const isScrypt = name?.tag === DER.oid && Buffer.from(name.content).toString('hex') === SCRYPT;
  return parameters.reduce(
    (most, parameter) => Math.max(most, isScrypt ? costOfScrypt(parameter) : costOf(parameter)),
    0,
  );
}

/** The largest number in there is the count of iterations: the only other number is a length in bytes. */
function costOf({ tag, content }: DerElement): number {
  if (tag === DER.integer) return numberOf(content);
  if (tag !== DER.sequence) return 0;
  const fields = parseDer(content);
  if (!fields) return Number.POSITIVE_INFINITY;
  return fields[0]?.tag === DER.oid ? roundsOf(fields) : Math.max(0, ...fields.map(costOf));
}

/** scrypt-params ::= SEQUENCE { salt, costParameter, blockSize, parallelizationParameter, keyLength OPTIONAL }: their product. */
function costOfScrypt({ content }: DerElement): number {
  const fields = parseDer(content);
  if (!fields) return Number.POSITIVE_INFINITY;
  const [n = 1, r = 1, p = 1] = fields.filter(({ tag }) => tag === DER.integer).map((field) => numberOf(field.content));
  return n * r * p;
}

function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

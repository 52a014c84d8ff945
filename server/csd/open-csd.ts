/** Opens a certificate and its key into a sealer, or says everything that is wrong with them. */
import { type KeyObject, privateDecrypt, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import { normalizeRfc } from '../cfdi/rfc.ts';
import type { World } from '../merchants/tenant.ts';
import type { CsdCertificate } from './certificate.ts';
import { parseCertificate, readX509 } from './certificate.ts';
import type { CsdFault, CsdPair, Sealer } from './csd.ts';
import { whyNoCertificate } from './key-format.ts';
import { openPrivateKey } from './private-key.ts';
import { createSealer, verifySeal } from './sealer.ts';

/** What the files must agree with; what is not given is not checked. */
export type CsdExpectations = {
  readonly rfc?: string;
  /** Epoch milliseconds at which the certificate must be valid. */
  readonly at?: number;
  /** `live` requires a production certificate, `test` one of the SAT's test authority. */
  readonly world?: World;
};

/** All faults that were found, at least one. `certificate` is present if it could be read, to say whose it is. */
export type CsdRefused = {
  readonly kind: 'refused';
  readonly faults: readonly CsdFault[];
  readonly certificate?: CsdCertificate;
};

/** A sealer that is ready to use, or every fault that was found. */
export type CsdOutcome = { readonly kind: 'opened'; readonly sealer: Sealer } | CsdRefused;

/** What a thread returns: a sealer is a closure, and cannot leave its thread. */
export type OpenedPair =
  | { readonly kind: 'opened'; readonly certificate: CsdCertificate; readonly key: KeyObject }
  | CsdRefused;

/**
 * Opens a pair. The certificate is read first: a FIEL's key is never opened, and the bytes of both its files are overwritten
 * with zeros before this returns. A key that opens but does not seal what its certificate verifies is refused too.
 */
export function openCsd(pair: CsdPair, expected: CsdExpectations = {}): CsdOutcome {
  const opened = openPair(pair, expected);
  return opened.kind === 'opened' ? { kind: 'opened', sealer: createSealer(opened.certificate, opened.key) } : opened;
}

/** Like `openCsd`, but also returns the key; only for this folder. */
export function openPair(pair: CsdPair, expected: CsdExpectations): OpenedPair {
  const certificate = parseCertificate(pair.cer);
  if (!certificate) return { kind: 'refused', faults: [whyNoCertificate(pair.cer)] };
  if (certificate.kind === 'fiel') {
    pair.cer.fill(0);
    pair.key.fill(0);
    return { kind: 'refused', faults: ['csd-is-fiel'], certificate };
  }
  const x509 = new X509Certificate(Buffer.from(certificate.certificado, 'base64'));
  const faults = [...certificateFaults(certificate, x509, expected)];
  const opened = openPrivateKey(pair.key, pair.password);
  if (opened.kind === 'refused') return { kind: 'refused', faults: [...faults, opened.fault], certificate };
  if (!x509.checkPrivateKey(opened.key))
    return { kind: 'refused', faults: [...faults, 'csd-pair-mismatch'], certificate };
  // A seal by a longer key than the SAT issues would occupy a processor for seconds.
  const isOfASize = !faults.includes('csd-key-size');
  if (isOfASize && !sealsTruly(createSealer(certificate, opened.key))) faults.push('csd-key-unreadable');
  return faults.length > 0
    ? { kind: 'refused', faults, certificate }
    : { kind: 'opened', certificate, key: opened.key };
}

/**
 * Checks for its owner whether a key belongs to its certificate, even for an e.firma: nothing is signed with it, and it is discarded
 * immediately. If not, returns the fault: `csd-pair-mismatch`, or why the key could not be checked.
 */
export function pairFault({ cer, key, password }: CsdPair): CsdFault | undefined {
  const x509 = readX509(cer);
  if (!x509) return whyNoCertificate(cer);
  const opened = openPrivateKey(key, password);
  if (opened.kind === 'refused') return opened.fault;
  if (!x509.checkPrivateKey(opened.key)) return 'csd-pair-mismatch';
  return opensWhatIsMeantForIt(opened.key, x509) ? undefined : 'csd-key-unreadable';
}

/** `checkPrivateKey` compares public halves: the private one is proven with a secret, because nothing may be signed with an e.firma. */
function opensWhatIsMeantForIt(key: KeyObject, { publicKey }: X509Certificate): boolean {
  const secret = randomBytes(16);
  try {
    return privateDecrypt(key, publicEncrypt(publicKey, secret)).equals(secret);
  } catch {
    return false;
  }
}

/** The SAT issues certificates of 2048 bits (2026-11); this allows for the next size. */
const KEY_BITS = { least: 2048, most: 4096 } as const;

function* certificateFaults(
  certificate: CsdCertificate,
  x509: X509Certificate,
  { rfc, at, world }: CsdExpectations,
): Generator<CsdFault> {
  const bits = x509.publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < KEY_BITS.least || bits > KEY_BITS.most) yield 'csd-key-size';
  if (rfc !== undefined && normalizeRfc(rfc) !== certificate.rfc) yield 'csd-rfc-mismatch';
  if (at !== undefined && at < certificate.validFrom.getTime()) yield 'csd-not-yet-valid';
  if (at !== undefined && at > certificate.validTo.getTime()) yield 'csd-expired';
  if (world !== undefined && (world === 'live') !== (certificate.environment === 'production')) {
    yield 'csd-wrong-environment';
  }
}

/**
 * OpenSSL accepts a key file whose private half is damaged, and `checkPrivateKey` compares the public halves only: the
 * damage shows at the first seal, as a wrong one or as an error.
 */
function sealsTruly(sealer: Sealer): boolean {
  const cadena = '||4.0||';
  try {
    return verifySeal(cadena, sealer.seal(cadena), sealer.certificate.certificado);
  } catch {
    return false;
  }
}

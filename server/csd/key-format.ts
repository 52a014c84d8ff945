/** Identifies a file that was given as a private key or certificate but cannot be opened as one, so that the fault can name it. */
import { readX509 } from './certificate.ts';
import type { CsdFault } from './csd.ts';
import { DER, type DerElement, firstDer, parseDer, parseSingle } from './der.ts';

/** Why no password can open these bytes as a key; `undefined` if there is no specific reason. */
export function whyNoKey(bytes: Uint8Array): CsdFault | undefined {
  if (bytes.length === 0) return 'csd-key-empty';
  if (isPage(bytes)) return 'csd-key-is-page';
  if (readX509(bytes)) return 'csd-key-is-certificate';
  if (isPfx(bytes)) return 'csd-key-is-pfx';
  return cipherFault(bytes);
}

/** The same for a certificate. */
export function whyNoCertificate(bytes: Uint8Array): CsdFault {
  if (bytes.length === 0) return 'csd-certificate-empty';
  if (isPage(bytes)) return 'csd-certificate-is-page';
  if (isPfx(bytes)) return 'csd-certificate-is-pfx';
  return isKey(bytes) ? 'csd-certificate-is-key' : 'csd-certificate-unreadable';
}

/** A key file as it is handed to OpenSSL: DER of one of two kinds, or PKCS#1 in PEM that is encrypted, which has no DER. */
export type KeyForm =
  | { readonly kind: 'pkcs8' | 'pkcs1'; readonly der: Uint8Array }
  | { readonly kind: 'locked-pem'; readonly pem: string };

/**
 * The key in a file, without anything around it; `undefined` if there is none. OpenSSL finds keys where we would not look, so it gets
 * exactly what was checked.
 */
export function keyFormOf(bytes: Uint8Array): KeyForm | undefined {
  const pem = pemOf(bytes);
  if (pem === undefined) return formOfDer(bytes);
  const [block, label, body = ''] = PEM_KEY.exec(pem) ?? [];
  if (block === undefined) return undefined;
  if (!body.includes('Proc-Type:')) return formOfDer(Buffer.from(body, 'base64'));
  return label === 'RSA PRIVATE KEY' ? { kind: 'locked-pem', pem: `${block}\n` } : undefined;
}

const PEM_KEY = /-----BEGIN ((?:ENCRYPTED |RSA )?PRIVATE KEY)-----([\s\S]*?)-----END \1-----/;

function formOfDer(bytes: Uint8Array): KeyForm | undefined {
  const der = firstDer(bytes);
  if (!der) return undefined;
  if (isPkcs1(der)) return { kind: 'pkcs1', der };
  return isPkcs8(der) || encryptionOf(der) !== undefined ? { kind: 'pkcs8', der } : undefined;
}

/** The text of a PEM file; `undefined` if it contains none. */
function pemOf(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  return text.includes('-----BEGIN ') ? text : undefined;
}

/** RSAPrivateKey ::= SEQUENCE { version INTEGER, modulus INTEGER, … } (RFC 8017, A.1.2), which PKCS#8 would wrap. */
function isPkcs1(bytes: Uint8Array): boolean {
  const [version, modulus] = parseSingle(bytes, DER.sequence) ?? [];
  return version?.tag === DER.integer && modulus?.tag === DER.integer;
}

/** EncryptedPrivateKeyInfo ::= SEQUENCE { SEQUENCE { OID … }, OCTET STRING } (RFC 5958): the algorithm's fields. */
export function encryptionOf(bytes: Uint8Array): readonly DerElement[] | undefined {
  const [algorithm, data, ...rest] = parseSingle(bytes, DER.sequence) ?? [];
  if (algorithm?.tag !== DER.sequence || data?.tag !== DER.octetString || rest.length > 0) return undefined;
  const fields = parseDer(algorithm.content);
  return fields?.[0]?.tag === DER.oid ? fields : undefined;
}

/** PrivateKeyInfo ::= SEQUENCE { INTEGER, SEQUENCE { OID … }, OCTET STRING … } (RFC 5958). */
function isPkcs8(bytes: Uint8Array): boolean {
  const [version, algorithm, key] = parseSingle(bytes, DER.sequence) ?? [];
  return version?.tag === DER.integer && algorithm?.tag === DER.sequence && key?.tag === DER.octetString;
}

function isKey(bytes: Uint8Array): boolean {
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pemOf(bytes) ?? '') || formOfDer(bytes) !== undefined;
}

/** PFX ::= SEQUENCE { version INTEGER (3), … } (RFC 7292), whose length may be left open as BER allows. */
function isPfx(bytes: Uint8Array): boolean {
  return /^30(?:80|81..|82.{4}|83.{6}|84.{8})020103/.test(Buffer.from(bytes.subarray(0, 12)).toString('hex'));
}

/** What a portal returns instead of a file if its session has ended. */
function isPage(bytes: Uint8Array): boolean {
  return /^\s*<(?:!doctype html|html|\?xml|head|body|script)\b/i.test(
    Buffer.from(bytes.subarray(0, 200))
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
  );
}

/**
 * The password-based ciphers of old that OpenSSL 3 keeps out of its default provider, by the bytes of their OIDs: PKCS#5 v1.5
 * (RFC 8018, A.3) and PKCS#12 (RFC 7292, C), and what PBES2 may encrypt with (RFC 8018, B.2).
 */
const OLD_CIPHERS: Readonly<Record<string, CsdFault>> = {
  '2a864886f70d010501': 'csd-key-cipher-des', // pbeWithMD2AndDES-CBC
  '2a864886f70d010503': 'csd-key-cipher-des', // pbeWithMD5AndDES-CBC
  '2a864886f70d01050a': 'csd-key-cipher-des', // pbeWithSHA1AndDES-CBC
  '2a864886f70d010504': 'csd-key-cipher-rc2', // pbeWithMD2AndRC2-CBC
  '2a864886f70d010506': 'csd-key-cipher-rc2', // pbeWithMD5AndRC2-CBC
  '2a864886f70d01050b': 'csd-key-cipher-rc2', // pbeWithSHA1AndRC2-CBC
  '2a864886f70d010c0101': 'csd-key-cipher-rc4', // pbeWithSHAAnd128BitRC4
  '2a864886f70d010c0102': 'csd-key-cipher-rc4', // pbeWithSHAAnd40BitRC4
  '2a864886f70d010c0105': 'csd-key-cipher-rc2', // pbeWithSHAAnd128BitRC2-CBC
  '2a864886f70d010c0106': 'csd-key-cipher-rc2', // pbeWithSHAAnd40BitRC2-CBC
  '2b0e030207': 'csd-key-cipher-des', // DES-CBC of PBES2
  '2a864886f70d0302': 'csd-key-cipher-rc2', // RC2-CBC of PBES2
};

const PBES2 = '2a864886f70d01050d';

function cipherFault(bytes: Uint8Array): CsdFault | undefined {
  const pem = pemOf(bytes);
  // PKCS#1 in PEM names its cipher in a header (RFC 1421).
  const [, old] = /^DEK-Info: (DES-(?!EDE3)|RC2-)/m.exec(pem ?? '') ?? [];
  if (old !== undefined) return old === 'RC2-' ? 'csd-key-cipher-rc2' : 'csd-key-cipher-des';
  const [algorithm, parameters] = encryptionOf(pem === undefined ? bytes : bodyOf(pem)) ?? [];
  if (!algorithm) return undefined;
  const name = hexOf(algorithm);
  if (name !== PBES2) return OLD_CIPHERS[name];
  // PBES2-params ::= SEQUENCE { keyDerivationFunc, encryptionScheme SEQUENCE { OID … } }
  const [, scheme] = parseDer(parameters?.content ?? new Uint8Array()) ?? [];
  const [cipher] = parseDer(scheme?.content ?? new Uint8Array()) ?? [];
  return cipher && OLD_CIPHERS[hexOf(cipher)];
}

function hexOf({ content }: DerElement): string {
  return Buffer.from(content).toString('hex');
}

/** The DER in the first block of a PEM file. */
function bodyOf(pem: string): Uint8Array {
  return Buffer.from(/-----BEGIN [^-]+-----([^-]*)-----END/.exec(pem)?.[1] ?? '', 'base64');
}

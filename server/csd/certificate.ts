/** Reads a certificate of the SAT: its owner, its purpose and its validity. */
import { X509Certificate } from 'node:crypto';
import { parseRfc } from '../cfdi/rfc.ts';
import { DER, parseDer, parseSingle } from './der.ts';

/** The public facts of a certificate. A FIEL (e.firma) is recognised so that it can be refused by name. */
export type CsdCertificate = {
  readonly kind: 'csd' | 'fiel';
  readonly rfc: string;
  /** The subject's name, with the capital regime: never Emisor@Nombre. */
  readonly nombre: string;
  /** The 20 digits of the serial. */
  readonly noCertificado: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly environment: 'production' | 'test';
  /** DER, base64, one line, as Comprobante@Certificado wants it. */
  readonly certificado: string;
};

/**
 * Reads a `.cer`, DER or PEM. `undefined` when it is not an X.509 certificate of the SAT's shape: an RSA key, an RFC in
 * x500UniqueIdentifier and a serial that spells 20 digits (observed on the SAT's test and production certificates, 2026-11).
 */
export function parseCertificate(bytes: Uint8Array): CsdCertificate | undefined {
  const x509 = readX509(bytes);
  if (x509?.publicKey.asymmetricKeyType !== 'rsa') return undefined;
  const subject = readSubject(x509);
  const noCertificado = readSerial(x509.serialNumber);
  const rfc = parseRfc(first(subject.x500UniqueIdentifier).split('/')[0] ?? '');
  const [validFrom, validTo] = [new Date(x509.validFrom), new Date(x509.validTo)];
  if (!rfc || !noCertificado || Number.isNaN(validFrom.getTime() + validTo.getTime())) return undefined;
  return {
    kind: readKind(x509, subject),
    rfc,
    // CN is cut at 64 characters (X.520 ub-common-name); `name` is whole.
    nombre: first(subject.name) || first(subject.CN),
    noCertificado,
    validFrom,
    validTo,
    environment: noCertificado.startsWith('00001') ? 'production' : 'test',
    certificado: x509.raw.toString('base64'),
  };
}

/**
 * The X.509 certificate in `bytes`, DER or PEM, whoever it belongs to; `undefined` if it is not a certificate or its key is of an unknown
 * kind.
 */
export function readX509(bytes: Uint8Array): X509Certificate | undefined {
  try {
    const x509 = new X509Certificate(bytes);
    return x509.publicKey ? x509 : undefined;
  } catch {
    return undefined;
  }
}

type Subject = Readonly<Record<string, string | readonly string[] | undefined>>;

// `x509.subject` is one text with escapes; the legacy object has each value decoded to UTF-8, Ñ and & included.
function readSubject(x509: X509Certificate): Subject {
  return { ...x509.toLegacyObject().subject };
}

function first(value: string | readonly string[] | undefined): string {
  return (typeof value === 'string' ? value : value?.[0])?.trim() ?? '';
}

/** The serial is the ASCII of 20 digits: hex 3330303031… is 30001…. */
function readSerial(hex: string): string | undefined {
  return /^(3\d){20}$/.test(hex) ? Buffer.from(hex, 'hex').toString('latin1') : undefined;
}

const CLIENT_USES = { dataEncipherment: 0x10, keyAgreement: 0x08 } as const;

/**
 * A CSD has an OU (its branch), no ExtendedKeyUsage, and may only sign; a FIEL has no OU, and may also encrypt and agree on
 * keys. Whatever fails one of these tests counts as a FIEL: taking a signature for a seal is the mistake that must not happen.
 */
function readKind(x509: X509Certificate, subject: Subject): 'csd' | 'fiel' {
  const named = first(subject.OU) !== '';
  const extended = (x509.keyUsage ?? []).length > 0;
  const signsOnly = (readKeyUsage(x509.raw) & (CLIENT_USES.dataEncipherment | CLIENT_USES.keyAgreement)) === 0;
  return named && !extended && signsOnly ? 'csd' : 'fiel';
}

const KEY_USAGE = Buffer.from('551d0f', 'hex');

/** First byte of KeyUsage, digitalSignature highest (RFC 5280, 4.2.1.3); 0 when absent. Node gives only the extended one. */
function readKeyUsage(der: Uint8Array): number {
  const tbs = parseSingle(der, DER.sequence)?.[0];
  const extensions = parseDer(tbs?.content ?? der)?.find((field) => field.tag === DER.extensions);
  for (const extension of parseSingle(extensions?.content ?? new Uint8Array(), DER.sequence) ?? []) {
    const [id, ...values] = parseDer(extension.content) ?? [];
    if (!id || !KEY_USAGE.equals(id.content)) continue;
    const bits = parseDer(values.at(-1)?.content ?? new Uint8Array())?.find((value) => value.tag === DER.bitString);
    return bits?.content[1] ?? 0;
  }
  return 0;
}

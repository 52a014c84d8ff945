/** A Certificado de Sello Digital: what its certificate says, and a sealer that holds its key without showing it. */
import type { CSD_FAULTS } from '../problems/csd-fault-texts.ts';
import type { Cancellation } from './cancellation.ts';
import type { CsdCertificate } from './certificate.ts';

/** Signs cadenas, and requests to cancel, with one CSD. The key never leaves it, and it signs nothing else. */
export type Sealer = {
  readonly certificate: CsdCertificate;
  /** Base64 RSASSA-PKCS1-v1_5 over SHA-256 of the cadena's UTF-8 bytes (Anexo 20 v4.0, I.E). */
  seal(cadena: string): string;
  /** The same, signed off the event loop: for a server, where others wait. */
  sealAside(cadena: string): Promise<string>;
  /** The signed `Cancelacion`, as it is sent. */
  signCancellation(cancellation: Cancellation): string;
};

/** Why a certificate or key cannot be used: the code of its words. */
export type CsdFault = keyof typeof CSD_FAULTS;

/** The two files a taxpayer has, each DER or PEM, and the key's password (any text when the key is not encrypted). */
export type CsdPair = { readonly cer: Uint8Array; readonly key: Uint8Array; readonly password: string };

/** What an upload may be: the pair, or both in one PKCS#12 file. */
export type CsdFiles =
  | ({ readonly kind: 'pair' } & CsdPair)
  | { readonly kind: 'pfx'; readonly pfx: Uint8Array; readonly password: string };

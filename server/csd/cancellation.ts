/**
 * The request to cancel a CFDI, signed by its issuer so that no key goes to the PAC: XML-DSig, enveloped, inclusive C14N, RSA-SHA1,
 * which is what the SAT's service takes (esquema Cancelacion; shape of phpcfdi/xml-cancelacion, 2026-11).
 */
import { createHash, createPublicKey } from 'node:crypto';
import type { CsdCertificate } from './certificate.ts';
import { readX509 } from './certificate.ts';

/** The data of a cancellation request; `folioSustitucion` is given with motivo 01 and with no other. */
export type Cancellation = {
  readonly rfcEmisor: string;
  /** Local time of central Mexico, `2026-11-20T12:00:00`. */
  readonly fecha: string;
  readonly uuid: string;
} & (
  | {
      readonly motivo: '01' /** Of the invoice that replaces it, stamped already. */;
      readonly folioSustitucion: string;
    }
  | { readonly motivo: '02' | '03' | '04' }
);

const CANCELA = 'http://cancelacfd.sat.gob.mx';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
/** Both are in scope for everything below, so both belong to what is signed. */
const SCOPE = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/**
 * The signed document. It is written in its canonical form (attributes in order, no empty tags, no blanks), so that what is digested
 * is what is sent. `sign` answers base64 RSASSA-PKCS1-v1_5 over SHA-1.
 */
export function cancellationXml(
  cancellation: Cancellation,
  certificate: CsdCertificate,
  sign: (signedInfo: string) => string,
): string {
  const [head, body] = [headOf(cancellation), foliosOf(cancellation)];
  const digest = createHash('sha1').update(`${head}${body}</Cancelacion>`, 'utf8').digest('base64');
  const info = signedInfoBody(digest);
  const value = sign(`<SignedInfo xmlns="${DSIG}" ${SCOPE}>${info}</SignedInfo>`);
  const signature =
    `<Signature xmlns="${DSIG}"><SignedInfo>${info}</SignedInfo><SignatureValue>${value}</SignatureValue>` +
    `${keyInfo(certificate)}</Signature>`;
  return `${head}${body}${signature}</Cancelacion>`;
}

function headOf({ fecha, rfcEmisor }: Cancellation): string {
  return `<Cancelacion xmlns="${CANCELA}" ${SCOPE} Fecha="${escaped(fecha)}" RfcEmisor="${escaped(rfcEmisor)}">`;
}

/** One folio per request: a PAC answers for all of them as one. */
function foliosOf(cancellation: Cancellation): string {
  const { uuid, motivo } = cancellation;
  const substitute =
    cancellation.motivo === '01' ? `FolioSustitucion="${escaped(cancellation.folioSustitucion)}" ` : '';
  return `<Folios><Folio ${substitute}Motivo="${motivo}" UUID="${escaped(uuid)}"></Folio></Folios>`;
}

function signedInfoBody(digest: string): string {
  return (
    `<CanonicalizationMethod Algorithm="${C14N}"></CanonicalizationMethod>` +
    `<SignatureMethod Algorithm="${DSIG}rsa-sha1"></SignatureMethod>` +
    `<Reference URI=""><Transforms><Transform Algorithm="${DSIG}enveloped-signature"></Transform></Transforms>` +
    `<DigestMethod Algorithm="${DSIG}sha1"></DigestMethod><DigestValue>${digest}</DigestValue></Reference>`
  );
}

function keyInfo({ certificado, noCertificado }: CsdCertificate): string {
  const x509 = readX509(Buffer.from(certificado, 'base64'));
  if (!x509) throw new Error('a certificate that was parsed is no certificate');
  const { n = '', e = '' } = createPublicKey(x509.publicKey.export({ type: 'spki', format: 'pem' })).export({
    format: 'jwk',
  });
  // RFC 4514 writes the most specific part first; Node lists them as the certificate has them, one a line, escaped.
  const issuer = x509.issuer.split('\n').reverse().join(',');
  return (
    `<KeyInfo><X509Data><X509IssuerSerial><X509IssuerName>${escaped(issuer)}</X509IssuerName>` +
    `<X509SerialNumber>${noCertificado}</X509SerialNumber></X509IssuerSerial>` +
    `<X509Certificate>${certificado}</X509Certificate></X509Data>` +
    `<KeyValue><RSAKeyValue><Modulus>${base64(n)}</Modulus><Exponent>${base64(e)}</Exponent></RSAKeyValue></KeyValue></KeyInfo>`
  );
}

function base64(url: string): string {
  return Buffer.from(url, 'base64url').toString('base64');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

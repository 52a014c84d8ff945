/** Reads a signed cancellation request and verifies its signature with the certificate it carries, as the SAT does. */
import { createHash, verify } from 'node:crypto';
import { parseCertificate, readX509 } from '../../csd/certificate.ts';
import { childText, elementsNamed, parseXmlAnswer } from '../../outbound/xml-answer.ts';

/** The data of a cancellation request whose signature was verified. */
export type SignedCancellation = {
  readonly rfcEmisor: string;
  readonly uuid: string;
  readonly motivo: string;
  readonly folioSustitucion?: string;
};

/** What the request asks for, or the number with which a PAC refuses it: 301 malformed, 302 wrong signature, 303 another issuer's certificate. */
export function readSignedCancellation(xml: string): SignedCancellation | '301' | '302' | '303' {
  const root = parseXmlAnswer(xml);
  const [folio, ...others] = root ? elementsNamed(root, 'Folio') : [];
  const [signature] = root ? elementsNamed(root, 'Signature') : [];
  const [uuid, motivo] = [folio?.attributes.get('UUID'), folio?.attributes.get('Motivo')];
  const rfcEmisor = root?.attributes.get('RfcEmisor');
  if (root?.local !== 'Cancelacion' || !signature || others.length > 0 || !uuid || !motivo || !rfcEmisor) return '301';
  const [x509Data] = elementsNamed(signature, 'X509Data');
  const der = Buffer.from(x509Data ? childText(x509Data, 'X509Certificate') : '', 'base64');
  if (parseCertificate(der)?.rfc !== rfcEmisor) return '303';
  if (!isSignedBy(xml, der)) return '302';
  const folioSustitucion = folio?.attributes.get('FolioSustitucion');
  return { rfcEmisor, uuid, motivo, ...(folioSustitucion !== undefined && { folioSustitucion }) };
}

/** In a document in canonical form, as ours are, the digested and signed parts appear literally. */
function isSignedBy(xml: string, der: Uint8Array): boolean {
  const [whole = ''] = /<Signature [\s\S]*<\/Signature>/.exec(xml) ?? [];
  const [signedInfo = ''] = /<SignedInfo>[\s\S]*<\/SignedInfo>/.exec(whole) ?? [];
  const [, digest] = /<DigestValue>([^<]*)<\/DigestValue>/.exec(signedInfo) ?? [];
  const [, value = ''] = /<SignatureValue>([^<]*)<\/SignatureValue>/.exec(whole) ?? [];
  const [, own = ''] = /^<Signature (xmlns="[^"]*")>/.exec(whole) ?? [];
  const [, inherited = ''] = /^<Cancelacion xmlns="[^"]*" (xmlns:xsd="[^"]*" xmlns:xsi="[^"]*") /.exec(xml) ?? [];
  const key = readX509(der)?.publicKey;
  const body = createHash('sha1').update(xml.replace(whole, ''), 'utf8').digest('base64');
  if (!key || digest !== body) return false;
  const info = signedInfo.replace('<SignedInfo>', `<SignedInfo ${own} ${inherited}>`);
  return verify('sha1', Buffer.from(info, 'utf8'), key, Buffer.from(value, 'base64'));
}

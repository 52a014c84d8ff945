/** The SAT's services, and the request to cancel that a PAC hands it: wire-contracts 10.2, 11 and 13, read 2026-11. */
import { expect } from 'vitest';
import { element, type Tree } from './request.ts';
import { EMISOR, type Recorded } from './scene.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const TEMPURI = 'http://tempuri.org/';

/** The & of an RFC is escaped once more, inside the expression. */
const EXPRESSION = '?re=EKU9003173C9&rr=H&amp;E951128469&tt=116.25&id=66EA0F5A-0B6C-4D6D-A0C4-3C9B2A0D9E11&fe=ab/d+23=';

export const CONSULTA: Recorded = () => {
  const consulta = element(TEMPURI, 'Consulta', element(TEMPURI, 'expresionImpresa', EXPRESSION));
  return [
    {
      method: 'POST',
      path: '/ConsultaCFDIService.svc',
      query: [],
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        soapaction: 'http://tempuri.org/IConsultaCFDIService/Consulta',
      },
      body: { xml: element(SOAP, 'Envelope', element(SOAP, 'Body', consulta)) },
    },
  ];
};

/** No login, no cookie: nothing but the address. */
export const CONSTANCIA: Recorded = () => [
  {
    method: 'GET',
    path: '/app/qr/faces/pages/mobile/validadorqr.jsf',
    query: ['D1=10', 'D2=1', 'D3=14010011225_H&E951128469'],
    headers: {},
  },
];

const CANCELA = 'http://cancelacfd.sat.gob.mx';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const BASE64: unknown = expect.stringMatching(/^[A-Za-z\d+/]+={0,2}$/);

/** A signed Cancelacion of one folio, without a blank between its elements. */
export function cancelacion(folio: Readonly<Record<string, string>>, fecha: string, noCertificado: string): Tree {
  const algorithm = (local: string, uri: string) => element(DSIG, local, [], { Algorithm: uri });
  const reference = [
    element(DSIG, 'Transforms', algorithm('Transform', `${DSIG}enveloped-signature`)),
    algorithm('DigestMethod', `${DSIG}sha1`),
    element(DSIG, 'DigestValue', expect.stringMatching(/^[A-Za-z\d+/]{27}=$/)),
  ];
  const signedInfo = [
    algorithm('CanonicalizationMethod', 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'),
    algorithm('SignatureMethod', `${DSIG}rsa-sha1`),
    element(DSIG, 'Reference', reference, { URI: '' }),
  ];
  const issuerSerial = [
    element(DSIG, 'X509IssuerName', expect.stringMatching(/^[A-Za-z\d.]+=.+,[A-Za-z\d.]+=/)),
    element(DSIG, 'X509SerialNumber', noCertificado),
  ];
  const x509 = [element(DSIG, 'X509IssuerSerial', issuerSerial), element(DSIG, 'X509Certificate', BASE64)];
  const rsa = [element(DSIG, 'Modulus', BASE64), element(DSIG, 'Exponent', 'AQAB')];
  const keyInfo = [element(DSIG, 'X509Data', x509), element(DSIG, 'KeyValue', element(DSIG, 'RSAKeyValue', rsa))];
  const signature = [
    element(DSIG, 'SignedInfo', signedInfo),
    element(DSIG, 'SignatureValue', BASE64),
    element(DSIG, 'KeyInfo', keyInfo),
  ];
  const content = [
    element(CANCELA, 'Folios', element(CANCELA, 'Folio', [], folio)),
    element(DSIG, 'Signature', signature),
  ];
  return element(CANCELA, 'Cancelacion', content, { RfcEmisor: EMISOR, Fecha: fecha });
}

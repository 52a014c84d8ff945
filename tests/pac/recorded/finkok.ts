/** Finkok, SOAP: wire-contracts 2.1, 2.2 and 10.3, read 2026-11. Children in the order of its WSDL. */
import { ACCOUNTS } from '../../stand-ins/accounts.ts';
import { element, type ReadRequest } from './request.ts';
import { base64, PRINTED, type Recorded } from './scene.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const { username, password } = ACCOUNTS.finkok;

function call(service: string, operation: string, children: readonly (readonly [string, string])[]): ReadRequest {
  const namespace = `http://facturacion.finkok.com/${service}`;
  const fields = children.map(([name, text]) => element(namespace, name, text));
  const body = element(SOAP, 'Body', element(namespace, operation, fields));
  return {
    method: 'POST',
    path: `/servicios/soap/${service}`,
    query: [],
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${operation}"` },
    body: { xml: element(SOAP, 'Envelope', body) },
  };
}

const ACCOUNT = [
  ['username', username],
  ['password', password],
] as const;

export const STAMP: Recorded = ({ document }) => [call('stamp', 'stamp', [['xml', base64(document.xml)], ...ACCOUNT])];

export const STAMPED: Recorded = ({ document }) => [
  call('stamp', 'stamped', [['xml', base64(document.xml)], ...ACCOUNT]),
];

export const QUERY_PENDING: Recorded = () => [
  call('stamp', 'query_pending', [...ACCOUNT, ['uuid', '00000000-0000-0000-0000-000000000000']]),
];

export const CANCEL_SIGNATURE: Recorded = ({ signedXml }) => [
  call('cancel', 'cancel_signature', [['xml', base64(signedXml)], ...ACCOUNT, ['store_pending', 'false']]),
];

export const GET_SAT_STATUS: Recorded = () => [
  call('cancel', 'get_sat_status', [
    ...ACCOUNT,
    ['taxpayer_id', PRINTED.rfcEmisor],
    ['rtaxpayer_id', PRINTED.rfcReceptor],
    ['uuid', PRINTED.uuid],
    ['total', PRINTED.total],
  ]),
];

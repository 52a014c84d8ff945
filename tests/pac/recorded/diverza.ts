/** Diverza: wire-contracts 5, read 2026-11. The account is in the body; no Accept. */
import { ACCOUNTS } from '../../stand-ins/accounts.ts';
import type { ReadRequest } from './request.ts';
import { base64, EMISOR, RECEPTOR, type Recorded, SUSTITUTO } from './scene.ts';

function call(method: 'POST' | 'PUT', path: string, own: object): ReadRequest {
  const { id, token } = ACCOUNTS.diverza;
  const json = { credentials: { id, token }, issuer: { rfc: EMISOR }, ...own };
  return { method, path, query: [], headers: { 'content-type': 'application/json' }, body: { json } };
}

export const STAMP: Recorded = ({ document, noCertificado }) => [
  call('POST', '/api/v2/documents/stamp', {
    receiver: { emails: [] },
    document: {
      'ref-id': document.clientRef,
      'certificate-number': noCertificado,
      section: 'all',
      format: 'xml',
      template: 'letter',
      type: 'application/vnd.diverza.cfdi_4.0+xml',
      content: base64(document.xml),
    },
  }),
];

/**
 * Recorded are the method, the path and, in the client library that wire-contracts goes by (satcfdi, read 2026-11),
 * credentials and issuer as the whole body. `document`, with the motive that the SAT demands since 2022, is our guess,
 * to be confirmed.
 */
export const CANCEL: Recorded = ({ uuid }) => [
  call('PUT', `/api/v2/documents/${uuid}/cancel`, { document: { motive: '02' } }),
];

export const CANCEL_REPLACED: Recorded = ({ uuid }) => [
  call('PUT', `/api/v2/documents/${uuid}/cancel`, { document: { motive: '01', replacement: SUSTITUTO } }),
];

export const RFC_STATUS: Recorded = () => [
  call('POST', '/api/v1/rfc/status', { identifiers: [{ rfc: RECEPTOR.rfc }] }),
];

/** The same operation tries the account, about the issuer that stands in its example. */
export const TRY: Recorded = () => [call('POST', '/api/v1/rfc/status', { identifiers: [{ rfc: EMISOR }] })];

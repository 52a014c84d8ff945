/** SW sapien: wire-contracts 3.1, 3.2, 3.5 and 12, read 2026-11. A token first, unless there is a permanent one. */
import { expect } from 'vitest';
import { ACCOUNTS } from '../../stand-ins/accounts.ts';
import type { ReadRequest } from './request.ts';
import type { Recorded } from './scene.ts';

const BEARER: unknown = expect.stringMatching(/^Bearer token-\d+-de-dos-horas$/);

const AUTHENTICATE: ReadRequest = {
  method: 'POST',
  path: '/v2/security/authenticate',
  query: [],
  headers: { 'content-type': 'application/json' },
  body: { json: { user: ACCOUNTS.sw.user, password: ACCOUNTS.sw.password } },
};

function get(path: string, authorization: unknown = BEARER): ReadRequest {
  return { method: 'GET', path, query: [], headers: { authorization } };
}

/** One part, named and typed as its SDKs name and type it. */
function upload(path: string, text: string, headers: Readonly<Record<string, string>>): ReadRequest {
  const part = ['Content-Disposition: form-data; name="xml"; filename="xml"', 'Content-Type: text/xml'];
  return {
    method: 'POST',
    path,
    query: [],
    headers: { authorization: BEARER, 'content-type': 'multipart/form-data; boundary={boundary}', ...headers },
    body: { parts: [{ headers: part, text }] },
  };
}

export const STAMP: Recorded = ({ document: { xml, clientRef } }) => [
  AUTHENTICATE,
  upload('/v4/cfdi33/stamp/v4', xml, { customid: clientRef }),
];

export const CANCEL_XML: Recorded = ({ signedXml }) => [AUTHENTICATE, upload('/cfdi33/cancel/xml', signedXml, {})];

const BALANCE_PATH = '/management/v2/api/users/balance';

export const BALANCE: Recorded = () => [AUTHENTICATE, get(BALANCE_PATH)];

export const PERMANENT_TOKEN = 'ficha-permanente-de-SW';

export const BALANCE_BY_TOKEN: Recorded = () => [get(BALANCE_PATH, `Bearer ${PERMANENT_TOKEN}`)];

export const LRFC: Recorded = () => [AUTHENTICATE, get('/lrfc/H%26E951128469')];

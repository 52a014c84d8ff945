/**
 * Facturapi v2: wire-contracts 7, 7.1 and 12.2, read 2026-11; `date` and `address` are of its OpenAPI alone (facturapi-docs,
 * website/openapi_v2.en.yaml), `factor` and `withholding` of its client library. Amounts are numbers, digit for digit; no e-mail.
 */
import { expect } from 'vitest';
import { ACCOUNTS } from '../../stand-ins/accounts.ts';
import { number, type ReadRequest } from './request.ts';
import { RECEPTOR, type Recorded, type Scene, SUSTITUTO } from './scene.ts';

function ask(method: string, path: string, query: readonly string[] = [], json?: object): ReadRequest {
  const type = json && { 'content-type': 'application/json' };
  const headers = { authorization: `Bearer ${ACCOUNTS.facturapi.key}`, ...type };
  return { method, path: `/v2${path}`, query, headers, ...(json && { body: { json } }) };
}

/** A path with the id that it gave. */
function withId(request: ReadRequest, path: RegExp): ReadRequest {
  return { ...request, path: expect.stringMatching(path) as string };
}

const XML = withId(ask('GET', ''), /^\/v2\/invoices\/[0-9a-f]{24}\/xml$/);

export const STAMP: Recorded = ({ document }) => [ask('POST', '/invoices', [], invoice(document)), XML];

function invoice({ folio, clientRef }: Scene['document']): object {
  const product = {
    ...{ description: 'Desayuno completo', product_key: '90101501', price: number('100.000000'), tax_included: false },
    ...{ taxability: '02', unit_key: 'E48', sku: 'DES-02' },
    taxes: [{ type: 'IVA', rate: number('0.160000'), factor: 'Tasa', withholding: false }],
  };
  return {
    type: 'I',
    customer: {
      ...{ legal_name: 'UNIVERSIDAD ROBOTICA ESPAÑOLA', tax_id: 'URE180429TM6', tax_system: '601' },
      address: { zip: '65000' },
    },
    items: [{ quantity: number('1'), product }],
    ...{ use: 'G03', payment_form: '04', payment_method: 'PUE', currency: 'MXN', series: 'CJ' },
    folio_number: number(folio),
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
    address: { zip: '06700' },
    ...{ external_id: clientRef, idempotency_key: clientRef },
  };
}

function listed({ document }: Scene): ReadRequest {
  return ask('GET', '/invoices', [`external_id=${document.clientRef}`]);
}

export const LIST_AND_XML: Recorded = (scene) => [listed(scene), XML];

function cancelled(...query: readonly string[]): ReadRequest {
  return withId(ask('DELETE', '', query), /^\/v2\/invoices\/[0-9a-f]{24}$/);
}

export const CANCEL: Recorded = (scene) => [listed(scene), cancelled('motive=02')];

export const CANCEL_REPLACED: Recorded = (scene) => [
  listed(scene),
  cancelled('motive=01', `substitution=${SUSTITUTO}`),
];

export const CHECK: Recorded = () => [ask('GET', '/check')];

/** Created to be compared with the SAT's register, and deleted. */
export const CUSTOMER: Recorded = () => [
  ask('POST', '/customers', [], {
    ...{ legal_name: RECEPTOR.nombre, tax_id: RECEPTOR.rfc, tax_system: RECEPTOR.regimenFiscal },
    address: { zip: RECEPTOR.codigoPostal },
  }),
  withId(ask('DELETE', ''), /^\/v2\/customers\/cus_\d{20}$/),
];

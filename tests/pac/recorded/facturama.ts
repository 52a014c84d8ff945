/** Facturama, multi-issuer: wire-contracts 6.2 to 6.5 and 12.1, read 2026-11. Amounts are numbers, digit for digit. */
import { expect } from 'vitest';
import { ACCOUNTS } from '../../stand-ins/accounts.ts';
import { number, type ReadRequest } from './request.ts';
import { base64, EMISOR, RECEPTOR, type Recorded, type Scene, SUSTITUTO } from './scene.ts';

const { user, password } = ACCOUNTS.facturama;
const ID = '[\\w-]{23}';

function ask(method: string, path: string, query: readonly string[] = [], json?: object): ReadRequest {
  const type = json && { 'content-type': 'application/json' };
  const headers = { authorization: `Basic ${base64(`${user}:${password}`)}`, ...type };
  return { method, path, query, headers, ...(json && { body: { json } }) };
}

/** A path with the id that it gave. */
function withId(request: ReadRequest, path: string): ReadRequest {
  return { ...request, path: expect.stringMatching(`^${path.replace('{id}', ID)}$`) as string };
}

const XML = withId(ask('GET', ''), '/api/Cfdi/xml/issuedLite/{id}');

function listed(clientRef: string, ...issuer: readonly string[]): ReadRequest {
  return ask('GET', '/cfdi', [`OrderNumber=${clientRef}`, 'page=0', ...issuer, 'status=all', 'type=issuedLite']);
}

function found({ document }: Scene): ReadRequest {
  return listed(document.clientRef, `rfcIssuer=${EMISOR}`);
}

export const STAMP: Recorded = ({ document }) => [ask('POST', '/api-lite/3/cfdis', [], cfdi(document)), XML];

function cfdi({ folio, fecha, clientRef }: Scene['document']): object {
  const [amount, tax, total] = ['100.000000', '16.000000', '116.000000'].map(number);
  const iva = { Name: 'IVA', Base: amount, Rate: number('0.160000'), Total: tax, IsRetention: false, IsQuota: false };
  return {
    ...{
      NameId: '1',
      Serie: 'CJ',
      Folio: folio,
      CfdiType: 'I',
      Currency: 'MXN',
      ExpeditionPlace: '06700',
      Date: fecha,
    },
    ...{ PaymentForm: '04', PaymentMethod: 'PUE', OrderNumber: clientRef, Exportation: '01' },
    Issuer: { Rfc: EMISOR, Name: 'ESCUELA KEMPER URGATE', FiscalRegime: '601' },
    Receiver: {
      ...{ Rfc: 'URE180429TM6', Name: 'UNIVERSIDAD ROBOTICA ESPAÑOLA', CfdiUse: 'G03' },
      ...{ FiscalRegime: '601', TaxZipCode: '65000' },
    },
    Items: [
      {
        ...{
          ProductCode: '90101501',
          IdentificationNumber: 'DES-02',
          Description: 'Desayuno completo',
          UnitCode: 'E48',
        },
        ...{ UnitPrice: amount, Quantity: number('1'), Subtotal: amount, Discount: number('0'), TaxObject: '02' },
        ...{ Taxes: [iva], Total: total },
      },
    ],
  };
}

export const LIST_AND_XML: Recorded = (scene) => [found(scene), XML];

function cancelled(...query: readonly string[]): ReadRequest {
  return withId(ask('DELETE', '', query), '/api-lite/cfdis/{id}');
}

export const CANCEL: Recorded = (scene) => [found(scene), cancelled('motive=02')];

export const CANCEL_REPLACED: Recorded = (scene) => [
  found(scene),
  cancelled('motive=01', `uuidReplacement=${SUSTITUTO}`),
];

/** The list is recorded; that it tries an account, about a reference that nobody has, is ours. */
export const TRY: Recorded = () => [listed('prueba-de-conexion')];

export const VALIDATE: Recorded = () => [
  ask('POST', '/customers/validate', [], {
    ...{ Rfc: RECEPTOR.rfc, Name: RECEPTOR.nombre, ZipCode: RECEPTOR.codigoPostal },
    FiscalRegime: RECEPTOR.regimenFiscal,
  }),
];

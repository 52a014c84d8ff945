/**
 * Converts our document to a request to Facturapi (`POST /v2/invoices`, wire-contracts 7.1, read 2026-11). What the API cannot express is
 * reported before anything is sent, because the issued document would be a different one.
 */
import { localDateTime } from '../catalogs/local-time.ts';
import { zoneOf } from '../catalogs/postal-code.ts';
import type { CfdiFile, Comprobante, Concepto, Retencion, Traslado } from '../cfdi/comprobante.ts';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { JsonDecimal, jsonWithDecimals } from '../outbound/json-decimals.ts';
import { facturapiPrices } from './facturapi-prices.ts';
import type { StampRequest } from './pac.ts';

/** The body to send, or what Facturapi cannot express. */
export type FacturapiInvoice =
  | { readonly kind: 'invoice'; readonly body: string }
  | { readonly kind: 'not-expressible'; readonly what: string };

/**
 * The request for our unsealed document. Amounts are JSON numbers with exactly the same digits. The customer's e-mail is left out, because
 * Facturapi would write to it.
 */
export function facturapiInvoice({ xml, clientRef }: StampRequest): FacturapiInvoice {
  const read = readCfdi(xml);
  if (read.kind !== 'cfdi') return { kind: 'not-expressible', what: read.detail };
  try {
    const what = inexpressibleIn(read.file);
    if (what !== undefined) return { kind: 'not-expressible', what };
    const { comprobante } = read.file;
    // Check the resulting total before it is stamped.
    const prices = facturapiPrices(comprobante);
    if (!prices) return { kind: 'not-expressible', what: `Total ${comprobante.total}` };
    return { kind: 'invoice', body: jsonWithDecimals(bodyOf(comprobante, prices, clientRef)) };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'not-expressible', what: error.message };
    throw error;
  }
}

// A double represents integers of fifteen digits exactly; a leading zero would be lost.
const FOLIO = /^(?:0|[1-9]\d{0,14})$/;

/** Its API supports some of these, but our invoices do not use them yet: map them here once they do. */
function inexpressibleIn({ comprobante: c, complementos, timbres }: CfdiFile): string | undefined {
  const found: Readonly<Record<string, boolean>> = {
    TipoDeComprobante: c.tipoDeComprobante !== 'I',
    Serie: c.serie === undefined,
    Folio: !FOLIO.test(c.folio ?? ''),
    FormaPago: c.formaPago === undefined,
    MetodoPago: c.metodoPago === undefined,
    Exportacion: c.exportacion !== '01',
    CondicionesDePago: c.condicionesDePago !== undefined,
    Confirmacion: c.confirmacion !== undefined,
    InformacionGlobal: c.informacionGlobal !== undefined,
    CfdiRelacionados: c.cfdiRelacionados.length > 0,
    FacAtrAdquirente: c.emisor.facAtrAdquirente !== undefined,
    ResidenciaFiscal: c.receptor.residenciaFiscal !== undefined || c.receptor.numRegIdTrib !== undefined,
    Complemento: complementos.length > 0 || timbres.length > 0,
    ACuentaTerceros: c.conceptos.some(({ aCuentaTerceros }) => aCuentaTerceros !== undefined),
    InformacionAduanera: c.conceptos.some(({ informacionAduanera }) => informacionAduanera.length > 0),
    CuentaPredial: c.conceptos.some(({ cuentaPredial }) => cuentaPredial.length > 0),
    Parte: c.conceptos.some(({ partes }) => partes.length > 0),
  };
  return Object.keys(found).find((each) => found[each]);
}

/**
 * The issuer is the owner of the API key. `address` (LugarExpedicion), `date` and `exchange` are fields of its OpenAPI (facturapi-docs,
 * website/openapi_v2.en.yaml, read 2026-11). `date` makes a repeat a day later ask for the same document.
 */
function bodyOf(c: Comprobante, prices: readonly string[], clientRef: string): object {
  const { rfc, nombre, regimenFiscal, codigoPostal, usoCfdi } = c.receptor;
  return {
    type: 'I',
    customer: { legal_name: nombre, tax_id: rfc, tax_system: regimenFiscal, address: { zip: codigoPostal } },
    items: c.conceptos.map((concepto, index) => itemOf(concepto, prices[index] ?? concepto.valorUnitario)),
    use: usoCfdi,
    payment_form: c.formaPago,
    payment_method: c.metodoPago,
    currency: c.moneda,
    ...(c.moneda !== 'MXN' && c.tipoCambio !== undefined && { exchange: new JsonDecimal(c.tipoCambio) }),
    series: c.serie,
    folio_number: new JsonDecimal(c.folio ?? ''),
    date: instantOf(c.fecha, c.lugarExpedicion),
    address: { zip: c.lugarExpedicion },
    external_id: clientRef,
    idempotency_key: clientRef,
  };
}

/** `discount`, of the whole line, is from general knowledge (2026-11), to be confirmed in its test world. */
function itemOf(c: Concepto, price: string): object {
  return {
    quantity: new JsonDecimal(c.cantidad),
    ...(c.descuento !== undefined && { discount: new JsonDecimal(c.descuento) }),
    product: {
      description: c.descripcion,
      product_key: c.claveProdServ,
      price: new JsonDecimal(price),
      tax_included: false,
      taxability: c.objetoImp,
      // Never omitted: without a list it adds 16 % (its OpenAPI, read 2026-11).
      taxes: [...c.traslados.map((tax) => taxOf(tax, false)), ...c.retenciones.map((tax) => taxOf(tax, true))],
      unit_key: c.claveUnidad,
      ...(c.unidad !== undefined && { unit_name: c.unidad }),
      ...(c.noIdentificacion !== undefined && { sku: c.noIdentificacion }),
    },
  };
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['001', 'ISR'],
  ['002', 'IVA'],
  ['003', 'IEPS'],
]);

/**
 * `factor` and `withholding` as its client library names them. That IVA is on the price with IEPS unless `ieps_mode`
 * says otherwise, and that an exempt tax has rate 0, are from general knowledge (2026-11), to be confirmed in its test
 * world.
 */
function taxOf({ impuesto, tipoFactor, tasaOCuota = '0' }: Traslado | Retencion, withholding: boolean): object {
  const type = TYPES.get(impuesto);
  if (type === undefined) throw new RangeError(`Impuesto ${impuesto}`);
  return { type, rate: new JsonDecimal(tasaOCuota), factor: tipoFactor, withholding };
}

/** The instant of a local time at a postal code. Mexico's offsets are whole hours, so a guess that is off by one is corrected. */
function instantOf(fecha: string, codigoPostal: string): string {
  const zone = zoneOf(codigoPostal) ?? 'America/Mexico_City';
  const wall = Date.parse(`${fecha}Z`);
  if (Number.isNaN(wall)) throw new RangeError(`Fecha ${fecha}`);
  const offsetAt = (instant: number): number => Date.parse(`${localDateTime(instant, zone)}Z`) - instant;
  return new Date(wall - offsetAt(wall - offsetAt(wall))).toISOString();
}

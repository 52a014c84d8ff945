/** Converts our document to the data from which Facturama's multi-issuer API builds its own (wire-contracts 6.2, read 2026-11). */
import type { CfdiFile, Comprobante, Concepto, Retencion, Traslado } from '../cfdi/comprobante.ts';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { formatMicro, sum, toMicro } from '../cfdi/money.ts';
import { JsonDecimal, jsonWithDecimals } from '../outbound/json-decimals.ts';
import type { StampRequest } from './pac.ts';

/** The outcome of converting a document: the JSON body to send, or why it cannot be sent to Facturama. */
export type FacturamaCfdi =
  | { readonly kind: 'cfdi'; readonly body: string }
  /** The API cannot express `what`: it would be omitted from the issued document, or changed. */
  | { readonly kind: 'not-expressible'; readonly what: string }
  | { readonly kind: 'not-a-cfdi'; readonly detail: string };

/** The JSON body of the POST, with amounts exactly as in the document; the reference is sent as OrderNumber. */
export function facturamaCfdi({ xml, clientRef }: StampRequest): FacturamaCfdi {
  const read = readCfdi(xml);
  if (read.kind !== 'cfdi') return read;
  const what = inexpressible(read.file);
  if (what !== undefined) return { kind: 'not-expressible', what };
  try {
    return { kind: 'cfdi', body: jsonWithDecimals(bodyOf(read.file.comprobante, clientRef)) };
  } catch (error) {
    return { kind: 'not-a-cfdi', detail: error instanceof Error ? error.message : String(error) };
  }
}

const TAX_NAMES: Readonly<Record<string, string>> = { '001': 'ISR', '002': 'IVA', '003': 'IEPS' };

function inexpressible({ comprobante: c, complementos, timbres }: CfdiFile): string | undefined {
  const { emisor, receptor, conceptos } = c;
  const traslados = conceptos.flatMap((concepto) => concepto.traslados);
  const retenciones = conceptos.flatMap((concepto) => concepto.retenciones);
  const found: Readonly<Record<string, boolean>> = {
    [`TipoDeComprobante ${c.tipoDeComprobante}`]: c.tipoDeComprobante !== 'I',
    CfdiRelacionados: c.cfdiRelacionados.length > 0,
    InformacionGlobal: c.informacionGlobal !== undefined,
    Complemento: complementos.length > 0 || timbres.length > 0,
    CondicionesDePago: c.condicionesDePago !== undefined,
    Confirmacion: c.confirmacion !== undefined,
    FacAtrAdquirente: emisor.facAtrAdquirente !== undefined,
    ResidenciaFiscal: receptor.residenciaFiscal !== undefined || receptor.numRegIdTrib !== undefined,
    ACuentaTerceros: conceptos.some(({ aCuentaTerceros }) => aCuentaTerceros !== undefined),
    InformacionAduanera: conceptos.some(({ informacionAduanera }) => informacionAduanera.length > 0),
    CuentaPredial: conceptos.some(({ cuentaPredial }) => cuentaPredial.length > 0),
    Parte: conceptos.some(({ partes }) => partes.length > 0),
    // Its SDKs have no field for it (read 2026-11). It might drop an unknown field, and 0 % would be issued.
    Exento: traslados.some(({ tipoFactor }) => tipoFactor === 'Exento'),
    Impuesto: [...traslados, ...retenciones].some(({ impuesto }) => !(impuesto in TAX_NAMES)),
  };
  return Object.keys(found).find((name) => found[name]);
}

function bodyOf(c: Comprobante, clientRef: string): object {
  const { emisor, receptor } = c;
  return {
    // "Factura", of its catalogue of names.
    NameId: '1',
    Serie: c.serie,
    Folio: c.folio,
    CfdiType: c.tipoDeComprobante,
    Currency: c.moneda,
    // To be confirmed: the name comes from its .NET SDK (read 2026-11); no example shows it.
    ...(c.moneda !== 'MXN' && c.tipoCambio !== undefined && { CurrencyExchangeRate: new JsonDecimal(c.tipoCambio) }),
    ExpeditionPlace: c.lugarExpedicion,
    Date: c.fecha,
    PaymentForm: c.formaPago,
    PaymentMethod: c.metodoPago,
    OrderNumber: clientRef,
    Exportation: c.exportacion,
    Issuer: { Rfc: emisor.rfc, Name: emisor.nombre, FiscalRegime: emisor.regimenFiscal },
    Receiver: {
      Rfc: receptor.rfc,
      Name: receptor.nombre,
      CfdiUse: receptor.usoCfdi,
      FiscalRegime: receptor.regimenFiscal,
      TaxZipCode: receptor.codigoPostal,
    },
    Items: c.conceptos.map(itemOf),
  };
}

function itemOf(concepto: Concepto): object {
  const { traslados, retenciones, descuento = '0' } = concepto;
  return {
    ProductCode: concepto.claveProdServ,
    IdentificationNumber: concepto.noIdentificacion,
    Description: concepto.descripcion,
    Unit: concepto.unidad,
    UnitCode: concepto.claveUnidad,
    UnitPrice: new JsonDecimal(concepto.valorUnitario),
    Quantity: new JsonDecimal(concepto.cantidad),
    Subtotal: new JsonDecimal(concepto.importe),
    Discount: new JsonDecimal(descuento),
    TaxObject: concepto.objetoImp,
    ...(traslados.length + retenciones.length > 0 && {
      Taxes: [...traslados.map((tax) => taxOf(tax, false)), ...retenciones.map((tax) => taxOf(tax, true))],
    }),
    Total: new JsonDecimal(formatMicro(totalOf(concepto))),
  };
}

/** To be confirmed: that withheld IVA is IVA with IsRetention, and not a tax with another name. */
function taxOf(
  { impuesto, base, tasaOCuota = '0', importe = '0', tipoFactor }: Traslado | Retencion,
  isRetention: boolean,
) {
  return {
    Name: TAX_NAMES[impuesto],
    Base: new JsonDecimal(base),
    Rate: new JsonDecimal(tasaOCuota),
    Total: new JsonDecimal(importe),
    IsRetention: isRetention,
    IsQuota: tipoFactor === 'Cuota',
  };
}

function totalOf({ importe, descuento = '0', traslados, retenciones }: Concepto): bigint {
  const amounts = (taxes: readonly (Traslado | Retencion)[]) => sum(taxes.map((tax) => toMicro(tax.importe ?? '0')));
  return toMicro(importe) - toMicro(descuento) + amounts(traslados) - amounts(retenciones);
}

/**
 * A CFDI 4.0 with its attributes as written: every value is the text of the XML attribute, unescaped, so that reading
 * and writing lose nothing and the cadena original can be computed from the same tree. Anexo 20 v4.0, cfdv40.xsd (2022).
 */

/** The root element. Absent attributes are absent properties; absent lists are empty. */
export type Comprobante = {
  readonly version: string;
  readonly serie?: string;
  readonly folio?: string;
  /** Local wall time of `lugarExpedicion`, `2026-11-20T18:32:00`, no zone. */
  readonly fecha: string;
  readonly sello?: string;
  readonly formaPago?: string;
  readonly noCertificado?: string;
  /** Base64 of the certificate's DER, one line. */
  readonly certificado?: string;
  readonly condicionesDePago?: string;
  readonly subTotal: string;
  readonly descuento?: string;
  readonly moneda: string;
  readonly tipoCambio?: string;
  readonly total: string;
  readonly tipoDeComprobante: string;
  readonly exportacion: string;
  readonly metodoPago?: string;
  readonly lugarExpedicion: string;
  readonly confirmacion?: string;
  readonly informacionGlobal?: InformacionGlobal;
  readonly cfdiRelacionados: readonly CfdiRelacionados[];
  readonly emisor: Emisor;
  readonly receptor: ComprobanteReceptor;
  readonly conceptos: readonly Concepto[];
  readonly impuestos?: Impuestos;
};

/** The period of a factura global: c_Periodicidad, c_Meses and a year of four digits. */
export type InformacionGlobal = { readonly periodicidad: string; readonly meses: string; readonly anio: string };

/** Documents that this one relates to, all with the same c_TipoRelacion. */
export type CfdiRelacionados = { readonly tipoRelacion: string; readonly uuids: readonly string[] };

/** The taxpayer that issues the document. */
export type Emisor = {
  readonly rfc: string;
  readonly nombre: string;
  readonly regimenFiscal: string;
  readonly facAtrAdquirente?: string;
};

/** The taxpayer that receives the document. */
export type ComprobanteReceptor = {
  readonly rfc: string;
  readonly nombre: string;
  /** DomicilioFiscalReceptor. */
  readonly codigoPostal: string;
  readonly residenciaFiscal?: string;
  readonly numRegIdTrib?: string;
  /** RegimenFiscalReceptor. */
  readonly regimenFiscal: string;
  readonly usoCfdi: string;
};

/** One line of the document. Amounts are before traslados. */
export type Concepto = {
  readonly claveProdServ: string;
  readonly noIdentificacion?: string;
  readonly cantidad: string;
  readonly claveUnidad: string;
  readonly unidad?: string;
  readonly descripcion: string;
  readonly valorUnitario: string;
  readonly importe: string;
  readonly descuento?: string;
  readonly objetoImp: string;
  readonly traslados: readonly Traslado[];
  readonly retenciones: readonly Retencion[];
  readonly aCuentaTerceros?: ACuentaTerceros;
  readonly informacionAduanera: readonly string[];
  readonly cuentaPredial: readonly string[];
  readonly partes: readonly Parte[];
};

/** `tasaOCuota` and `importe` are absent on `Exento`, and only there (CFDI40177). */
export type Traslado = {
  readonly base: string;
  readonly impuesto: string;
  readonly tipoFactor: string;
  readonly tasaOCuota?: string;
  readonly importe?: string;
};

/** A tax withheld from one concepto. */
export type Retencion = {
  readonly base: string;
  readonly impuesto: string;
  readonly tipoFactor: string;
  readonly tasaOCuota: string;
  readonly importe: string;
};

/** The taxpayer on whose behalf a concepto is charged. */
export type ACuentaTerceros = {
  readonly rfc: string;
  readonly nombre: string;
  readonly regimenFiscal: string;
  readonly codigoPostal: string;
};

/** A component of a concepto, such as one product of a kit. */
export type Parte = {
  readonly claveProdServ: string;
  readonly noIdentificacion?: string;
  readonly cantidad: string;
  readonly unidad?: string;
  readonly descripcion: string;
  readonly valorUnitario?: string;
  readonly importe?: string;
  readonly informacionAduanera: readonly string[];
};

/** The document's own Impuestos node: retenciones grouped by impuesto, traslados by impuesto, factor and rate. */
export type Impuestos = {
  readonly totalImpuestosRetenidos?: string;
  readonly totalImpuestosTrasladados?: string;
  readonly retenciones: readonly { readonly impuesto: string; readonly importe: string }[];
  readonly traslados: readonly Traslado[];
};

/** TimbreFiscalDigital 1.1 as stamped. `uuid` keeps its original case; compare it case-insensitively. */
export type Timbre = {
  readonly version: string;
  readonly uuid: string;
  readonly fechaTimbrado: string;
  readonly rfcProvCertif: string;
  readonly leyenda?: string;
  readonly selloCfd: string;
  readonly noCertificadoSat: string;
  readonly selloSat: string;
};

/** The content of a CFDI file: the comprobante, every timbre found in it, and complements by their qualified names. */
export type CfdiFile = {
  readonly comprobante: Comprobante;
  readonly timbres: readonly Timbre[];
  /** Complements other than the timbre (`pago20:Pagos`), at document or concepto level: their part of the cadena is unknown here. */
  readonly complementos: readonly string[];
};

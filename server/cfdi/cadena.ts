/**
 * The cadena original of a CFDI 4.0: the text that is sealed. Walks the tree in the order of the SAT's cadenaoriginal_4_0.xslt
 * (2022), with a byte-for-byte equal result; complements have templates of their own, which are not included.
 */
import type { Comprobante, Concepto, Impuestos, Parte, Retencion, Traslado } from './comprobante.ts';

/** `||4.0|A|…||`. The caller ensures that there is no complement other than the timbre. */
export function cadenaOriginal(comprobante: Comprobante): string {
  const fields: string[] = [];
  const add = (value: string | undefined): void => {
    if (value !== undefined) fields.push(normalizeSpace(value));
  };
  addComprobante(comprobante, add);
  return `||${fields.join('|')}||`;
}

type Add = (value: string | undefined) => void;

function addComprobante(c: Comprobante, add: Add): void {
  for (const value of [
    c.version,
    c.serie,
    c.folio,
    c.fecha,
    c.formaPago,
    c.noCertificado,
    c.condicionesDePago,
    c.subTotal,
    c.descuento,
    c.moneda,
    c.tipoCambio,
    c.total,
    c.tipoDeComprobante,
    c.exportacion,
    c.metodoPago,
    c.lugarExpedicion,
    c.confirmacion,
  ])
    add(value);
  const global = c.informacionGlobal;
  if (global) for (const value of [global.periodicidad, global.meses, global.anio]) add(value);
  for (const related of c.cfdiRelacionados) {
    add(related.tipoRelacion);
    for (const uuid of related.uuids) add(uuid);
  }
  for (const value of [c.emisor.rfc, c.emisor.nombre, c.emisor.regimenFiscal, c.emisor.facAtrAdquirente]) add(value);
  const r = c.receptor;
  for (const value of [r.rfc, r.nombre, r.codigoPostal, r.residenciaFiscal, r.numRegIdTrib, r.regimenFiscal, r.usoCfdi])
    add(value);
  for (const concepto of c.conceptos) addConcepto(concepto, add);
  if (c.impuestos) addImpuestos(c.impuestos, add);
}

function addConcepto(c: Concepto, add: Add): void {
  for (const value of [
    c.claveProdServ,
    c.noIdentificacion,
    c.cantidad,
    c.claveUnidad,
    c.unidad,
    c.descripcion,
    c.valorUnitario,
    c.importe,
    c.descuento,
    c.objetoImp,
  ])
    add(value);
  for (const traslado of c.traslados) addImpuesto(traslado, add);
  for (const retencion of c.retenciones) addImpuesto(retencion, add);
  const third = c.aCuentaTerceros;
  if (third) for (const value of [third.rfc, third.nombre, third.regimenFiscal, third.codigoPostal]) add(value);
  for (const pedimento of c.informacionAduanera) add(pedimento);
  for (const predial of c.cuentaPredial) add(predial);
  for (const parte of c.partes) addParte(parte, add);
}

function addImpuesto(t: Traslado | Retencion, add: Add): void {
  for (const value of [t.base, t.impuesto, t.tipoFactor, t.tasaOCuota, t.importe]) add(value);
}

function addParte(p: Parte, add: Add): void {
  for (const value of [
    p.claveProdServ,
    p.noIdentificacion,
    p.cantidad,
    p.unidad,
    p.descripcion,
    p.valorUnitario,
    p.importe,
  ])
    add(value);
  for (const pedimento of p.informacionAduanera) add(pedimento);
}

function addImpuestos(impuestos: Impuestos, add: Add): void {
  for (const retencion of impuestos.retenciones) {
    add(retencion.impuesto);
    add(retencion.importe);
  }
  add(impuestos.totalImpuestosRetenidos);
  for (const traslado of impuestos.traslados) addImpuesto(traslado, add);
  add(impuestos.totalImpuestosTrasladados);
}

const SPACES = /[ \t\r\n]+/g;
const NEEDS_NORMALIZING = /^[ \t\r\n]|[ \t\r\n]$|[\t\r\n]| {2}/;

/** XPath's normalize-space: space, tab, CR and LF only; a no-break space stays. */
export function normalizeSpace(text: string): string {
  if (!NEEDS_NORMALIZING.test(text)) return text;
  return text.replace(SPACES, ' ').replace(/^ | $/g, '');
}

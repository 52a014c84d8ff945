/**
 * Checks that a document which an issuer built and sealed from our unsealed one says the same; only then is its success accepted. The seal,
 * the time and rounding within a cent may differ; everything else must be equal.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CfdiFile, Comprobante, Concepto, Retencion, Traslado } from '../cfdi/comprobante.ts';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { parseMicro } from '../cfdi/money.ts';
import { isUuid } from '../cfdi/timbre.ts';

const DAY_MS = 86_400_000;
/** A cent, in micro-units. */
const CENT = 10_000n;

/** Why `issuedXml` is not the sealed and stamped `unsealedXml`, or `undefined` if it is. Never throws. */
export function issuedMismatch(unsealedXml: string, issuedXml: string): string | undefined {
  const asked = readCfdi(unsealedXml);
  const issued = readCfdi(issuedXml);
  if (asked.kind !== 'cfdi') return `what was sent is no CFDI: ${asked.detail}`;
  if (issued.kind !== 'cfdi') return `what came back is no CFDI: ${issued.detail}`;
  const timbre = timbreFault(issued.file);
  if (timbre !== undefined) return timbre;
  if (issued.file.complementos.length !== asked.file.complementos.length) return 'a complement was added';
  const [ours, theirs] = [asked.file.comprobante, issued.file.comprobante];
  const other = differing(contentOf(ours), contentOf(theirs)) ?? farOff(ours, theirs);
  return other === undefined ? undefined : `its ${other} is not what was sent`;
}

function timbreFault({ timbres, comprobante }: CfdiFile): string | undefined {
  const [timbre, ...others] = timbres;
  if (!timbre || others.length > 0) return `${timbres.length} timbres`;
  if (!timbre.selloCfd || timbre.selloCfd !== comprobante.sello) return 'SelloCFD is not its own Sello';
  return isUuid(timbre.uuid) ? undefined : 'the UUID is not well-formed';
}

type Content = Readonly<Record<string, unknown>>;

/** The name of the first value that differs. */
function differing(ours: Content, theirs: Content): string | undefined {
  return Object.keys(ours).find((name) => !isDeepStrictEqual(ours[name], theirs[name]));
}

/** The values that must be equal, with amounts compared by value. */
function contentOf(c: Comprobante): Content {
  const { tipoDeComprobante, serie, folio, moneda, formaPago, metodoPago, lugarExpedicion, exportacion } = c;
  const { condicionesDePago, confirmacion, informacionGlobal, cfdiRelacionados, emisor, receptor } = c;
  return {
    ...{
      emisor,
      receptor,
      tipoDeComprobante,
      serie,
      folio,
      moneda,
      formaPago,
      metodoPago,
      lugarExpedicion,
      exportacion,
    },
    ...{ condicionesDePago, confirmacion, informacionGlobal, cfdiRelacionados },
    tipoCambio: c.moneda === 'MXN' ? undefined : amount(c.tipoCambio),
    total: amount(c.total),
    conceptos: c.conceptos.map(lineOf),
  };
}

function lineOf(c: Concepto): object {
  const { claveProdServ, claveUnidad, descripcion, objetoImp, aCuentaTerceros } = c;
  const { informacionAduanera, cuentaPredial, partes } = c;
  return {
    ...{ claveProdServ, claveUnidad, descripcion, objetoImp, aCuentaTerceros },
    ...{ informacionAduanera, cuentaPredial, partes },
    cantidad: amount(c.cantidad),
    // In any order.
    traslados: c.traslados.map(taxOf).sort(),
    retenciones: c.retenciones.map(taxOf).sort(),
  };
}

function taxOf({ impuesto, tipoFactor, tasaOCuota }: Traslado | Retencion): string {
  return `${impuesto} ${tipoFactor} ${amount(tasaOCuota)}`;
}

/** Parses an amount; other text is returned as it is and so differs from every amount. */
function amount(text: string | undefined): bigint | string | undefined {
  return text === undefined ? undefined : (parseMicro(text) ?? text);
}

/** Checks what may differ: rounding by at most a cent, and the time by at most a day. */
function farOff(ours: Comprobante, theirs: Comprobante): string | undefined {
  const days = Math.abs(Date.parse(`${ours.fecha}Z`) - Date.parse(`${theirs.fecha}Z`));
  if (!(days <= DAY_MS)) return 'fecha';
  const [asked, issued] = [roundedOf(ours), roundedOf(theirs)];
  return Object.keys(asked).find((name) => !isNear(asked[name], issued[name]));
}

function roundedOf({
  subTotal,
  descuento,
  impuestos,
  conceptos,
}: Comprobante): Readonly<Record<string, string | undefined>> {
  const lines = conceptos.flatMap(({ importe, ...line }, index) => [
    [`importe of line ${index + 1}`, importe],
    [`descuento of line ${index + 1}`, line.descuento],
  ]);
  return {
    subTotal,
    descuento,
    totalImpuestosTrasladados: impuestos?.totalImpuestosTrasladados,
    totalImpuestosRetenidos: impuestos?.totalImpuestosRetenidos,
    ...Object.fromEntries(lines),
  };
}

function isNear(ours: string | undefined, theirs: string | undefined): boolean {
  const [asked, issued] = [parseMicro(ours ?? '0'), parseMicro(theirs ?? '0')];
  if (asked === undefined || issued === undefined) return false;
  const apart = asked > issued ? asked - issued : issued - asked;
  return apart <= CENT;
}

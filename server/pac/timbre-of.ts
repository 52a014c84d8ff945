/** Whether a stamped document is ours: the one rule by which any PAC's yes is believed (reliability b3). */
import { isDeepStrictEqual } from 'node:util';
import type { CfdiFile, Comprobante, Retencion, Traslado } from '../cfdi/comprobante.ts';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { toMicro } from '../cfdi/money.ts';
import { isUuid } from '../cfdi/timbre.ts';

/**
 * Why `stampedXml` is not `sealedXml` with its timbre, or `undefined` when it is: exactly one timbre, SelloCFD equal to the
 * Sello that was sent, a well-formed UUID, and every sealed value as it was. PACs may write the same document differently
 * (entities, spaces), so values are compared and not bytes.
 */
export function timbreMismatch(sealedXml: string, stampedXml: string): string | undefined {
  const sealed = readCfdi(sealedXml);
  const stamped = readCfdi(stampedXml);
  if (sealed.kind !== 'cfdi') return `what was sent is no CFDI: ${sealed.detail}`;
  if (stamped.kind !== 'cfdi') return `what came back is no CFDI: ${stamped.detail}`;
  const [timbre, ...others] = stamped.file.timbres;
  if (!timbre || others.length > 0) return `${stamped.file.timbres.length} timbres`;
  if (!timbre.selloCfd || timbre.selloCfd !== sealed.file.comprobante.sello)
    return 'SelloCFD is not the Sello that was sent';
  if (!isUuid(timbre.uuid)) return 'the UUID is not well-formed';
  if (stamped.file.complementos.length > sealed.file.complementos.length) return 'a complement was added';
  return isDeepStrictEqual(stamped.file.comprobante, sealed.file.comprobante)
    ? undefined
    : 'the document is not the one that was sent';
}

/**
 * The same for a document that an issuer built and sealed from our unsealed one: its timbre is of its own Sello, and it says what ours
 * says of who, to whom, for what, how paid and how much. Amounts of single lines are the issuer's rounding; the total is the sale's.
 */
export function issuedMismatch(unsealedXml: string, issuedXml: string): string | undefined {
  const asked = readCfdi(unsealedXml);
  const issued = readCfdi(issuedXml);
  if (asked.kind !== 'cfdi') return `what was sent is no CFDI: ${asked.detail}`;
  if (issued.kind !== 'cfdi') return `what came back is no CFDI: ${issued.detail}`;
  const timbre = timbreFault(issued.file);
  if (timbre !== undefined) return timbre;
  const [ours, theirs] = [contentOf(asked.file.comprobante), contentOf(issued.file.comprobante)];
  const other = Object.keys(ours).find((name) => !isDeepStrictEqual(ours[name], theirs[name]));
  return other === undefined ? undefined : `its ${other} is not what was sent`;
}

function timbreFault({ timbres, comprobante }: CfdiFile): string | undefined {
  const [timbre, ...others] = timbres;
  if (!timbre || others.length > 0) return `${timbres.length} timbres`;
  if (!timbre.selloCfd || timbre.selloCfd !== comprobante.sello) return 'SelloCFD is not its own Sello';
  return isUuid(timbre.uuid) ? undefined : 'the UUID is not well-formed';
}

function contentOf(c: Comprobante): Readonly<Record<string, unknown>> {
  const { tipoDeComprobante, serie, folio, moneda, tipoCambio, formaPago, metodoPago, lugarExpedicion } = c;
  return {
    ...{ tipoDeComprobante, serie, folio, moneda, formaPago, metodoPago, lugarExpedicion },
    tipoCambio: moneda === 'MXN' || tipoCambio === undefined ? undefined : toMicro(tipoCambio),
    emisor: c.emisor,
    receptor: c.receptor,
    total: toMicro(c.total),
    conceptos: c.conceptos.map(({ claveProdServ, claveUnidad, descripcion, cantidad, objetoImp, ...taxed }) => ({
      ...{ claveProdServ, claveUnidad, descripcion, objetoImp },
      cantidad: toMicro(cantidad),
      traslados: taxed.traslados.map(taxOf),
      retenciones: taxed.retenciones.map(taxOf),
    })),
  };
}

function taxOf({ impuesto, tipoFactor, tasaOCuota }: Traslado | Retencion): object {
  return { impuesto, tipoFactor, tasaOCuota: tasaOCuota === undefined ? undefined : toMicro(tasaOCuota) };
}

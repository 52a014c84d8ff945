/** The QR of the representación impresa: the SAT's verification address (Anexo 20 v4.0, p. 67, by way of phpcfdi/cfdi-expresiones). */
import type { Comprobante, Timbre } from './comprobante.ts';
import { formatTrimmed, toMicro } from './money.ts';

const SERVICE = 'https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx';

/**
 * `…?id={UUID}&re={emisor}&rr={receptor}&tt={total}&fe={last 8 of Sello}`: total with at least one decimal and no superfluous zeros,
 * `fe` as it is in the seal, & and Ñ of an RFC percent-encoded so that the address opens in a browser.
 */
export function qrUrl(comprobante: Comprobante, timbre: Timbre): string {
  const fields = [
    `id=${timbre.uuid}`,
    `re=${encodeURIComponent(comprobante.emisor.rfc)}`,
    `rr=${encodeURIComponent(comprobante.receptor.rfc)}`,
    `tt=${formatTrimmed(toMicro(comprobante.total), 1)}`,
    `fe=${timbre.selloCfd.slice(-8)}`,
  ];
  return `${SERVICE}?${fields.join('&')}`;
}

/** The Timbre Fiscal Digital 1.1: its own cadena, its XML, and its place in a sealed document (TimbreFiscalDigitalv11.xsd). */
import { normalizeSpace } from './cadena.ts';
import type { Timbre } from './comprobante.ts';
import { attributes } from './comprobante-xml.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A folio fiscal: 36 characters, either case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** What the PAC seals: `||1.1|UUID|FechaTimbrado|RfcProvCertif|[Leyenda|]SelloCFD|NoCertificadoSAT||`. */
export function timbreCadena(t: Omit<Timbre, 'selloSat'>): string {
  const fields = [t.version, t.uuid, t.fechaTimbrado, t.rfcProvCertif, t.leyenda, t.selloCfd, t.noCertificadoSat];
  return `||${fields.flatMap((field) => (field === undefined ? [] : normalizeSpace(field))).join('|')}||`;
}

/** The timbre as an element, with its namespace. */
export function timbreXml(t: Timbre): string {
  const pairs = attributes([
    ['Version', t.version],
    ['UUID', t.uuid],
    ['FechaTimbrado', t.fechaTimbrado],
    ['RfcProvCertif', t.rfcProvCertif],
    ['Leyenda', t.leyenda],
    ['SelloCFD', t.selloCfd],
    ['NoCertificadoSAT', t.noCertificadoSat],
    ['SelloSAT', t.selloSat],
  ]);
  return (
    '<tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital"' +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
    ' xsi:schemaLocation="http://www.sat.gob.mx/TimbreFiscalDigital http://www.sat.gob.mx/sitio_internet/cfd/TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd"' +
    `${pairs}/>`
  );
}

const END = '</cfdi:Comprobante>';

/** The sealed document, one of ours, with its timbre as the only complement; no sealed byte changes. */
export function insertTimbre(sealedXml: string, timbre: Timbre): string {
  if (!sealedXml.endsWith(END) || sealedXml.includes('<cfdi:Complemento'))
    throw new Error('not a sealed document without complements');
  return `${sealedXml.slice(0, -END.length)}<cfdi:Complemento>${timbreXml(timbre)}</cfdi:Complemento>${END}`;
}

/** Reads a CFDI without its conceptos: a factura global of 1,000 sales in the time that a ticket takes. */
import { type ReadOutcome, readCfdi } from './comprobante-reader.ts';

const BEGIN = '<cfdi:Conceptos';
const END = '</cfdi:Conceptos>';

/** As `readCfdi`, with no `conceptos`. For who asks whose the document is, its total or its timbre. */
export function readCfdiHead(xml: string): ReadOutcome {
  const begin = xml.indexOf(BEGIN);
  const end = xml.lastIndexOf(END);
  // Another prefix, or none at all: what is left out would not be known.
  if (begin < 0 || end < begin) return withoutConceptos(readCfdi(xml));
  return withoutConceptos(readCfdi(`${xml.slice(0, begin)}${BEGIN}>${xml.slice(end)}`));
}

function withoutConceptos(read: ReadOutcome): ReadOutcome {
  if (read.kind !== 'cfdi') return read;
  const { file } = read;
  return { kind: 'cfdi', file: { ...file, comprobante: { ...file.comprobante, conceptos: [] } } };
}

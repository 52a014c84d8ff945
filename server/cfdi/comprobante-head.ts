/** Reads a CFDI without its conceptos: a factura global of 1,000 sales takes no longer than a single ticket. */
import { type ReadOutcome, readCfdi } from './comprobante-reader.ts';

const BEGIN = '<cfdi:Conceptos';
const END = '</cfdi:Conceptos>';

/** Like `readCfdi`, without `conceptos`. For callers that only need the parties, the total or the timbre. */
export function readCfdiHead(xml: string): ReadOutcome {
  const begin = xml.indexOf(BEGIN);
  const end = xml.lastIndexOf(END);
  // With another prefix, or none, it would be unclear what was left out.
  if (begin < 0 || end < begin) return withoutConceptos(readCfdi(xml));
  return withoutConceptos(readCfdi(`${xml.slice(0, begin)}${BEGIN}>${xml.slice(end)}`));
}

function withoutConceptos(read: ReadOutcome): ReadOutcome {
  if (read.kind !== 'cfdi') return read;
  const { file } = read;
  return { kind: 'cfdi', file: { ...file, comprobante: { ...file.comprobante, conceptos: [] } } };
}

/** The text of a CFDI file from its bytes: in the encoding it declares, or, with a fault, in the one it is really in. */
import { cadenaOriginal } from '../cfdi/cadena.ts';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import type { Fault } from '../problems/problem.ts';
import { verifySeal } from './sealer.ts';
import { declaredEncoding, decode, type Encoding, isIn } from './xml-encoding.ts';

/** The decoded text, or the fault to report when the encoding is not supported. */
export type XmlFile =
  /** `faults` says that the declaration and the bytes disagree; the text is then what was meant, as far as can be known. */
  | { readonly kind: 'text'; readonly text: string; readonly faults: readonly Fault[] }
  | { readonly kind: 'unsupported'; readonly fault: Fault };

/**
 * Reads a file as XML 1.0 says (appendix F). A declaration may be wrong: the bytes can be of another encoding, and ISO-8859-1
 * calls any bytes letters. The seal then tells which reading was meant, because it is over the text (Anexo 20 v4.0, I.E).
 */
export function readXmlFile(bytes: Uint8Array): XmlFile {
  const encoding = declaredEncoding(bytes);
  if (encoding.kind === 'unsupported') {
    const params = { encoding: encoding.name };
    return { kind: 'unsupported', fault: { code: 'encoding-unsupported', pointer: '', params } };
  }
  const actual = actualEncoding(bytes, encoding.assumed, encoding.proven);
  if (actual === undefined) {
    const params = { encoding: encoding.declared ?? encoding.assumed };
    const text = decode(bytes, encoding.proven ?? (isWide(encoding.assumed) ? 'UTF-8' : encoding.assumed));
    return { kind: 'text', text, faults: [{ code: 'encoding-broken', pointer: '', params }] };
  }
  return {
    kind: 'text',
    text: decode(bytes, actual),
    faults: disagreement(encoding.assumed, encoding.declared, actual),
  };
}

function disagreement(assumed: Encoding, declared: string | undefined, actual: Encoding): readonly Fault[] {
  if (assumed === actual) return [];
  if (declared === undefined) return [{ code: 'encoding-undeclared', pointer: '', params: { actual } }];
  return [{ code: 'encoding-different', pointer: '', params: { declared, actual } }];
}

/** `undefined` if the bytes are not in the declared encoding, and nothing tells which other one. */
function actualEncoding(bytes: Uint8Array, assumed: Encoding, proven: Encoding | undefined): Encoding | undefined {
  if (proven) return isIn(bytes, proven) ? proven : undefined;
  const isUtf8 = isIn(bytes, 'UTF-8');
  if (assumed === 'UTF-8' && isUtf8) return assumed;
  const isPossible = !isWide(assumed) && isIn(bytes, assumed);
  if (isPossible && bytes.every((byte) => byte < 0x80)) return assumed;
  const readings = [...(isPossible ? [assumed] : []), ...(isUtf8 ? (['UTF-8'] as const) : []), ...singleByte(bytes)];
  const meant = readings.find((encoding) => hasTrueSeal(decode(bytes, encoding)));
  if (meant) return meant;
  // Letters of ISO-8859-1 that happen to be UTF-8 throughout are not met.
  if (isUtf8) return 'UTF-8';
  return isPossible ? assumed : undefined;
}

/** They differ from 80 to 9F only, where windows-1252 has quotes and dashes and ISO-8859-1 has nothing that is written. */
function singleByte(bytes: Uint8Array): readonly Encoding[] {
  return bytes.some((byte) => byte >= 0x80 && byte < 0xa0) ? ['windows-1252', 'ISO-8859-1'] : ['ISO-8859-1'];
}

function isWide(encoding: Encoding): boolean {
  return encoding === 'UTF-16LE' || encoding === 'UTF-16BE';
}

function hasTrueSeal(text: string): boolean {
  const read = readCfdi(text);
  if (read.kind !== 'cfdi' || read.file.complementos.length > 0) return false;
  const { comprobante } = read.file;
  return verifySeal(cadenaOriginal(comprobante), comprobante.sello ?? '', comprobante.certificado ?? '');
}

/** Checks that a stamped document is ours: the rule by which any PAC's success is accepted (reliability b3). */
import { isDeepStrictEqual } from 'node:util';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { isUuid } from '../cfdi/timbre.ts';

/**
 * Why `stampedXml` is not `sealedXml` with its timbre, or `undefined` if it is. It requires exactly one timbre, SelloCFD equal to the Sello
 * that was sent, a well-formed UUID, and every sealed value as it was. PACs may write the same document differently (entities, spaces), so
 * values are compared and not bytes.
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

/** Puts a timbre that came alone into the document it belongs to, as the PAC would have. */

/**
 * The sealed document with the `TimbreFiscalDigital` element in a Complemento before its end; `undefined` when either is not what
 * it should be. Whether the timbre is this document's is `timbreMismatch`'s to say.
 */
export function withTimbre(sealedXml: string, tfd: string): string | undefined {
  const element = /<tfd:TimbreFiscalDigital\b[^<]*\/>/.exec(tfd)?.[0];
  const end = sealedXml.lastIndexOf('</cfdi:Comprobante>');
  if (!element || end < 0 || sealedXml.includes('<cfdi:Complemento')) return undefined;
  return `${sealedXml.slice(0, end)}<cfdi:Complemento>${element}</cfdi:Complemento>${sealedXml.slice(end)}`;
}

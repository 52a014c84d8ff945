/** Inserts a timbre that was returned on its own into its document, as the PAC would have done. */

/**
 * The sealed document with the `TimbreFiscalDigital` element in a Complemento before its end; `undefined` if either is malformed. Whether
 * the timbre belongs to this document is checked by `timbreMismatch`.
 */
export function withTimbre(sealedXml: string, tfd: string): string | undefined {
  const element = /<tfd:TimbreFiscalDigital\b[^<]*\/>/.exec(tfd)?.[0];
  const end = sealedXml.lastIndexOf('</cfdi:Comprobante>');
  if (!element || end < 0 || sealedXml.includes('<cfdi:Complemento')) return undefined;
  return `${sealedXml.slice(0, end)}<cfdi:Complemento>${element}</cfdi:Complemento>${sealedXml.slice(end)}`;
}

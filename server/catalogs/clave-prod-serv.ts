/**
 * c_ClaveProdServ: its form and the claves with rules of their own. The catalogue itself (some 52,500 rows) is not in the code: an
 * operator loads it with `catalogs update`, and its rows then decide.
 */

/**
 * «No existe en el catálogo»: lawful for a sale, but it bars IVA 8 %; in a global invoice every ticket carries it
 * (Guía de llenado del CFDI global v4.0).
 */
export const NO_EXISTE_EN_EL_CATALOGO = '01010101';

// c_ClaveHYP, catHidroYPetro.xsd (2026-03-25, compulsory since 2026-04-24): fuels that carry the complement at concepto level.
const HIDROCARBUROS = ['15101505', '15101514', '15101515'];

/** Whether a clave is petrol or diesel, whose sale and cancellation have rules of their own. */
export function isFuel(clave: string): boolean {
  return HIDROCARBUROS.includes(clave);
}

/** Eight digits; whether the catalogue has it is another question. */
export function isClaveProdServ(text: string): boolean {
  return /^\d{8}$/.test(text);
}

/**
 * The complement a clave must be invoiced with, none of which this system writes; `undefined` when it needs none. Fuel always does;
 * for the rest the loaded catalogue's row decides, and without one nothing is known against the clave (CFDI40163).
 */
export function complementoFor(clave: string, row?: { readonly complemento: string }): string | undefined {
  if (isFuel(clave)) return 'Hidrocarburos y Petrolíferos';
  return row?.complemento || undefined;
}

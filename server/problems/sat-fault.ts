/** One row of the SAT's matrix of errors or of a PAC's codes, as used in `sat-faults-*.ts` and `pac-faults-*.ts`. */
import type { Words } from './words.ts';

/** A field of the receptor that the customer can correct. */
export type ReceptorField = 'rfc' | 'nombre' | 'codigoPostal' | 'regimenFiscal' | 'usoCfdi';

/**
 * Who can correct the cause of a refusal: the customer (at `field`), the merchant (its CSD, its account, its standing with the SAT, its
 * settings), the operator (whoever runs this server: its clock, its line to a PAC), or us, who built the document.
 */
export type Fixes = 'customer' | 'merchant' | 'operator' | 'us';

/** Who can correct the fault, in which field, and what they read. */
export type SatFault = {
  readonly fixes: Fixes;
  readonly field?: ReceptorField;
  readonly detail: Words;
  /** What a persona física reads instead. */
  readonly fisica?: Words;
};

/** A fault that the customer can correct at one field. */
export function customer(field: ReceptorField, es: string, en: string): SatFault {
  return { fixes: 'customer', field, detail: { 'es-MX': es, en } };
}

/** A fault in the merchant's own data: its name, its régimen, the claves it sells, its seal, its account. */
export function merchant(es: string, en: string): SatFault {
  return { fixes: 'merchant', detail: { 'es-MX': es, en } };
}

/** A fault between this server and a PAC, which the merchant did not cause. */
export function operator(es: string, en: string): SatFault {
  return { fixes: 'operator', detail: { 'es-MX': es, en } };
}

/** A fault in how the document was built. */
export function us(es: string, en: string): SatFault {
  return { fixes: 'us', detail: { 'es-MX': es, en } };
}

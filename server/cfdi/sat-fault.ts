/** One row of the SAT's matrix of errors, as the tables `sat-faults-*.ts` write it. */
import type { Words } from './problem.ts';

/** The receptor's datum, named as in a receptor, that the customer can put right. */
export type ReceptorField = 'rfc' | 'nombre' | 'codigoPostal' | 'regimenFiscal' | 'usoCfdi';

/** Who can put a refusal right: the customer (at `field`), the merchant in its settings, or us, who built the document. */
export type SatFault = {
  readonly fixes: 'customer' | 'merchant' | 'us';
  readonly field?: ReceptorField;
  readonly detail: Words;
};

/** A fault the customer can put right at one field. */
export function customer(field: ReceptorField, es: string, en: string): SatFault {
  return { fixes: 'customer', field, detail: { 'es-MX': es, en } };
}

/** A fault in what the merchant told us: its name, its régimen, the claves of what it sells. */
export function merchant(es: string, en: string): SatFault {
  return { fixes: 'merchant', detail: { 'es-MX': es, en } };
}

/** A fault in how the document was built. */
export function us(es: string, en: string): SatFault {
  return { fixes: 'us', detail: { 'es-MX': es, en } };
}

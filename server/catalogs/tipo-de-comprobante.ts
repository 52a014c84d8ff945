/**
 * c_TipoDeComprobante of CFDI 4.0. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs 10.14.20260806, Unlicense).
 */
import { CFDI_40, type Entry } from './entry.ts';

/** Income, credit note, transfer of goods, payroll and payment. The catalogue gives N no start. */
export const TIPOS_DE_COMPROBANTE: readonly Entry[] = [
  { clave: 'I', texto: 'Ingreso', validFrom: CFDI_40 },
  { clave: 'E', texto: 'Egreso', validFrom: CFDI_40 },
  { clave: 'T', texto: 'Traslado', validFrom: CFDI_40 },
  { clave: 'N', texto: 'Nómina', validFrom: '' },
  { clave: 'P', texto: 'Pago', validFrom: CFDI_40 },
];

/** The entry of a clave, in force or not; `undefined` when the catalogue has none. */
export function tipoDeComprobante(clave: string): Entry | undefined {
  return TIPOS_DE_COMPROBANTE.find((entry) => entry.clave === clave);
}

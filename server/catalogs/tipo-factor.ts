/**
 * c_TipoFactor of CFDI 4.0. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs 10.14.20260806, Unlicense).
 */
import { CFDI_40, type Entry } from './entry.ts';

/** A rate, an amount per unit, or exempt; the catalogue has no texts beside the claves. */
export const TIPOS_FACTOR: readonly Entry[] = [
  { clave: 'Tasa', texto: 'Tasa', validFrom: CFDI_40 },
  { clave: 'Cuota', texto: 'Cuota', validFrom: CFDI_40 },
  { clave: 'Exento', texto: 'Exento', validFrom: CFDI_40 },
];

/** The entry of a clave; `undefined` when the catalogue has none. */
export function tipoFactor(clave: string): Entry | undefined {
  return TIPOS_FACTOR.find((entry) => entry.clave === clave);
}

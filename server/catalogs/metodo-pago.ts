/**
 * c_MetodoPago of CFDI 4.0. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs 10.14.20260806, Unlicense).
 */
import { CFDI_40, type Entry } from './entry.ts';

/** PUE is paid at once; PPD is paid later or in parts. */
export const METODOS_PAGO: readonly Entry[] = [
  { clave: 'PUE', texto: 'Pago en una sola exhibición', validFrom: CFDI_40 },
  { clave: 'PPD', texto: 'Pago en parcialidades o diferido', validFrom: CFDI_40 },
];

/** The entry of a clave, in force or not; `undefined` when the catalogue has none. */
export function metodoPago(clave: string): Entry | undefined {
  return METODOS_PAGO.find((entry) => entry.clave === clave);
}

/**
 * c_Exportacion of CFDI 4.0. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs 10.14.20260806, Unlicense).
 */
import { CFDI_40, type Entry } from './entry.ts';

/** An ordinary sale within the country is 01. */
export const EXPORTACIONES: readonly Entry[] = [
  { clave: '01', texto: 'No aplica', validFrom: CFDI_40 },
  { clave: '02', texto: 'Definitiva con clave A1', validFrom: CFDI_40 },
  { clave: '03', texto: 'Temporal', validFrom: CFDI_40 },
  {
    clave: '04',
    texto: 'Definitiva con clave distinta a A1 o cuando no existe enajenación en términos del CFF',
    validFrom: '2022-02-25',
  },
];

/** The entry of a clave, in force or not; `undefined` when the catalogue has none. */
export function exportacion(clave: string): Entry | undefined {
  return EXPORTACIONES.find((entry) => entry.clave === clave);
}

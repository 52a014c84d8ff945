/**
 * c_Periodicidad of CFDI 4.0. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs 10.14.20260806, Unlicense).
 */
import { CFDI_40, type Entry } from './entry.ts';

/** How often a global invoice is made; 05 is for an issuer in régimen 621 only (CFDI40132). */
export const PERIODICIDADES: readonly Entry[] = [
  { clave: '01', texto: 'Diario', validFrom: CFDI_40 },
  { clave: '02', texto: 'Semanal', validFrom: CFDI_40 },
  { clave: '03', texto: 'Quincenal', validFrom: CFDI_40 },
  { clave: '04', texto: 'Mensual', validFrom: CFDI_40 },
  { clave: '05', texto: 'Bimestral', validFrom: CFDI_40 },
];

/** The entry of a clave, in force or not; `undefined` when the catalogue has none. */
export function periodicidad(clave: string): Entry | undefined {
  return PERIODICIDADES.find((entry) => entry.clave === clave);
}

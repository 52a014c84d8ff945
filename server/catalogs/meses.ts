/**
 * c_Meses of CFDI 4.0. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs 10.14.20260806, Unlicense).
 */
import { CFDI_40, type Entry } from './entry.ts';

/** Months 01–12, and pairs of months 13–18 for a bimestral global invoice (CFDI40134, CFDI40135). */
export const MESES: readonly Entry[] = [
  { clave: '01', texto: 'Enero', validFrom: CFDI_40 },
  { clave: '02', texto: 'Febrero', validFrom: CFDI_40 },
  { clave: '03', texto: 'Marzo', validFrom: CFDI_40 },
  { clave: '04', texto: 'Abril', validFrom: CFDI_40 },
  { clave: '05', texto: 'Mayo', validFrom: CFDI_40 },
  { clave: '06', texto: 'Junio', validFrom: CFDI_40 },
  { clave: '07', texto: 'Julio', validFrom: CFDI_40 },
  { clave: '08', texto: 'Agosto', validFrom: CFDI_40 },
  { clave: '09', texto: 'Septiembre', validFrom: CFDI_40 },
  { clave: '10', texto: 'Octubre', validFrom: CFDI_40 },
  { clave: '11', texto: 'Noviembre', validFrom: CFDI_40 },
  { clave: '12', texto: 'Diciembre', validFrom: CFDI_40 },
  { clave: '13', texto: 'Enero-Febrero', validFrom: CFDI_40 },
  { clave: '14', texto: 'Marzo-Abril', validFrom: CFDI_40 },
  { clave: '15', texto: 'Mayo-Junio', validFrom: CFDI_40 },
  { clave: '16', texto: 'Julio-Agosto', validFrom: CFDI_40 },
  { clave: '17', texto: 'Septiembre-Octubre', validFrom: CFDI_40 },
  { clave: '18', texto: 'Noviembre-Diciembre', validFrom: CFDI_40 },
];

/** The entry of a clave, in force or not; `undefined` when the catalogue has none. */
export function mes(clave: string): Entry | undefined {
  return MESES.find((entry) => entry.clave === clave);
}

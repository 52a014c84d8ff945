/**
 * c_TipoRelacion of CFDI 4.0. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs 10.14.20260806, Unlicense).
 */
import { CFDI_40, type Entry } from './entry.ts';

/** How a CFDI is related to earlier ones. */
export const TIPOS_RELACION: readonly Entry[] = [
  { clave: '01', texto: 'Nota de crédito de los documentos relacionados', validFrom: CFDI_40 },
  { clave: '02', texto: 'Nota de débito de los documentos relacionados', validFrom: CFDI_40 },
  { clave: '03', texto: 'Devolución de mercancía sobre facturas o traslados previos', validFrom: CFDI_40 },
  { clave: '04', texto: 'Sustitución de los CFDI previos', validFrom: CFDI_40 },
  { clave: '05', texto: 'Traslados de mercancías facturados previamente', validFrom: CFDI_40 },
  { clave: '06', texto: 'Factura generada por los traslados previos', validFrom: CFDI_40 },
  { clave: '07', texto: 'CFDI por aplicación de anticipo', validFrom: CFDI_40 },
];

/** The entry of a clave, in force or not; `undefined` when the catalogue has none. */
export function tipoRelacion(clave: string): Entry | undefined {
  return TIPOS_RELACION.find((entry) => entry.clave === clave);
}

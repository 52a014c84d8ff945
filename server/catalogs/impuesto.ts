/**
 * c_Impuesto of CFDI 4.0. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs 10.14.20260806, Unlicense).
 */
import { CFDI_40, type Entry } from './entry.ts';

/** Whether it can be transferred to the buyer and whether it can be withheld. */
export type Impuesto = Entry & { readonly traslado: boolean; readonly retencion: boolean };

/** The federal taxes; ISR is only ever withheld. */
export const IMPUESTOS: readonly Impuesto[] = [
  { clave: '001', texto: 'ISR', traslado: false, retencion: true, validFrom: CFDI_40 },
  { clave: '002', texto: 'IVA', traslado: true, retencion: true, validFrom: CFDI_40 },
  { clave: '003', texto: 'IEPS', traslado: true, retencion: true, validFrom: CFDI_40 },
];

/** The entry of a clave, in force or not; `undefined` when the catalogue has none. */
export function impuesto(clave: string): Impuesto | undefined {
  return IMPUESTOS.find((entry) => entry.clave === clave);
}

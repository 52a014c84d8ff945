/**
 * c_ObjetoImp of CFDI 4.0. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs 10.14.20260806, Unlicense).
 */
import { CFDI_40, type Entry } from './entry.ts';

/** Whether a concepto is taxed, and whether its taxes are itemised. */
export const OBJETOS_IMP: readonly Entry[] = [
  { clave: '01', texto: 'No objeto de impuesto.', validFrom: CFDI_40 },
  { clave: '02', texto: 'Sí objeto de impuesto.', validFrom: CFDI_40 },
  { clave: '03', texto: 'Sí objeto del impuesto y no obligado al desglose.', validFrom: CFDI_40 },
  { clave: '04', texto: 'Sí objeto del impuesto y no causa impuesto.', validFrom: '2022-10-07' },
  { clave: '05', texto: 'Sí objeto del impuesto, IVA crédito PODEBI.', validFrom: '2023-12-06' },
  { clave: '06', texto: 'Sí objeto del IVA, No traslado IVA.', validFrom: '2024-12-13' },
  { clave: '07', texto: 'No traslado del IVA, Sí desglose IEPS.', validFrom: '2024-12-13' },
  { clave: '08', texto: 'No traslado del IVA, No desglose IEPS.', validFrom: '2024-12-13' },
];

/** The entry of a clave, in force or not; `undefined` when the catalogue has none. */
export function objetoImp(clave: string): Entry | undefined {
  return OBJETOS_IMP.find((entry) => entry.clave === clave);
}

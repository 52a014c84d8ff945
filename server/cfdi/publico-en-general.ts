/** The receptor of a factura global and of the egresos against it (Guía de llenado del CFDI global v4.0, Receptor and apéndice 2). */
import { GENERIC_NACIONAL } from './rfc.ts';
import type { Receptor } from './sold.ts';

/** S01 for the global, G02 for an egreso; its postal code is LugarExpedicion (CFDI40149), its régimen 616 (CFDI40159). */
export function publicoEnGeneral(lugarExpedicion: string, usoCfdi: 'S01' | 'G02'): Receptor {
  return {
    rfc: GENERIC_NACIONAL,
    nombre: 'PUBLICO EN GENERAL',
    codigoPostal: lugarExpedicion,
    regimenFiscal: '616',
    usoCfdi,
  };
}

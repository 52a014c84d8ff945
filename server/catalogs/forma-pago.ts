/**
 * c_FormaPago of CFDI 4.0. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs 10.14.20260806, Unlicense).
 */
import { CFDI_40, type Entry } from './entry.ts';

/** `bancarizado`: money that moved through the banking system. */
export type FormaPago = Entry & { readonly bancarizado: boolean };

/** How a sale was paid, in the order of the catalogue. */
export const FORMAS_PAGO: readonly FormaPago[] = [
  { clave: '01', texto: 'Efectivo', bancarizado: false, validFrom: CFDI_40 },
  { clave: '02', texto: 'Cheque nominativo', bancarizado: true, validFrom: CFDI_40 },
  { clave: '03', texto: 'Transferencia electrónica de fondos', bancarizado: true, validFrom: CFDI_40 },
  { clave: '04', texto: 'Tarjeta de crédito', bancarizado: true, validFrom: CFDI_40 },
  { clave: '05', texto: 'Monedero electrónico', bancarizado: true, validFrom: CFDI_40 },
  { clave: '06', texto: 'Dinero electrónico', bancarizado: true, validFrom: CFDI_40 },
  { clave: '08', texto: 'Vales de despensa', bancarizado: false, validFrom: CFDI_40 },
  { clave: '12', texto: 'Dación en pago', bancarizado: false, validFrom: CFDI_40 },
  { clave: '13', texto: 'Pago por subrogación', bancarizado: false, validFrom: CFDI_40 },
  { clave: '14', texto: 'Pago por consignación', bancarizado: false, validFrom: CFDI_40 },
  { clave: '15', texto: 'Condonación', bancarizado: false, validFrom: CFDI_40 },
  { clave: '17', texto: 'Compensación', bancarizado: false, validFrom: CFDI_40 },
  { clave: '23', texto: 'Novación', bancarizado: false, validFrom: CFDI_40 },
  { clave: '24', texto: 'Confusión', bancarizado: false, validFrom: CFDI_40 },
  { clave: '25', texto: 'Remisión de deuda', bancarizado: false, validFrom: CFDI_40 },
  { clave: '26', texto: 'Prescripción o caducidad', bancarizado: false, validFrom: CFDI_40 },
  { clave: '27', texto: 'A satisfacción del acreedor', bancarizado: false, validFrom: CFDI_40 },
  { clave: '28', texto: 'Tarjeta de débito', bancarizado: true, validFrom: CFDI_40 },
  { clave: '29', texto: 'Tarjeta de servicios', bancarizado: true, validFrom: CFDI_40 },
  { clave: '30', texto: 'Aplicación de anticipos', bancarizado: false, validFrom: CFDI_40 },
  { clave: '31', texto: 'Intermediario pagos', bancarizado: false, validFrom: CFDI_40 },
  { clave: '99', texto: 'Por definir', bancarizado: false, validFrom: CFDI_40 },
];

/** The entry of a clave, in force or not; `undefined` when the catalogue has none. */
export function formaPago(clave: string): FormaPago | undefined {
  return FORMAS_PAGO.find((entry) => entry.clave === clave);
}

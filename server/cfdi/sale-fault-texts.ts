/** What is said about a sale's payments, taxes and border rate, by fault code. */
import type { Words } from './problem.ts';

const words = (es: string, en: string): Words => ({ 'es-MX': es, en });

export const SALE_FAULTS: Readonly<Record<string, Words>> = {
  'pagos-differ': words(
    'Los pagos suman {paid} y el total dice {total}: hay {difference} de diferencia.',
    'The payments add up to {paid} and the total says {total}: they differ by {difference}.',
  ),
  'forma-pago-contradicts': words(
    'La forma de pago dice {formaPago}, y lo que más se pagó fue con {largest}. Corrige una de las dos.',
    'The payment form says {formaPago}, and the largest payment was made with {largest}. Correct one of the two.',
  ),
  'forma-pago-extinguishes-debt': words(
    'La forma de pago {clave} ({texto}) liquida una deuda anterior: no dice cómo se pagó esta venta. Va en un complemento de pago, que aquí no se genera.',
    'Payment form {clave} ({texto}) settles an earlier debt: it does not say how this sale was paid. It belongs in a payment receipt, which is not issued here.',
  ),
  'forma-pago-applies-anticipo': words(
    'La forma de pago {clave} ({texto}) es de la nota con la que se aplica un anticipo, no de una venta. Marca la venta con "anticipo": true o di cómo se pagó.',
    'Payment form {clave} ({texto}) belongs to the credit note that applies an advance payment, not to a sale. Mark the sale with "anticipo": true, or say how it was paid.',
  ),
};

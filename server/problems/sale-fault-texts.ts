/** Texts about a sale's payments, taxes and border rate, by fault code. */
import type { Words } from './words.ts';

const words = (es: string, en: string): Words => ({ 'es-MX': es, en });

/** By fault code: what is wrong with a submitted sale and how to correct it. `{name}`s are filled from the fault's params. */
export const SALE_FAULTS: Readonly<Record<string, Words>> = {
  'pagos-differ': words(
    'Los pagos suman {paid} y el total dice {total}: hay {difference} de diferencia.',
    'The payments add up to {paid}, but the total is {total}: they differ by {difference}.',
  ),
  'sale-duplicate': words(
    'Ya tenemos la venta {folio} por {total} de ese día; llegó por «{source}». Si es la misma compra, basta con una. Si es otra, dale otro folio o dinos de qué sucursal es cada una.',
    'We already have sale {folio} for {total} from that day; it came from “{source}”. If it is the same purchase, one is enough. If it is another, give it a different folio, or state which branch each belongs to.',
  ),
  'folio-taken': words(
    'Ya hay una venta {folio} de {money} {moneda}. Si esta es otra, dale otro folio.',
    'There is already a sale {folio} of {money} {moneda}. If this is another one, give it another folio.',
  ),
  'deadline-over': words(
    'Su plazo terminó el {date}: tu cliente ya no puede facturarla en tu portal. Tú todavía puedes facturársela.',
    'Its deadline was {date}: your customer can no longer invoice it in your portal. You still can, for them.',
  ),
  'month-locked': words(
    'Esta venta es de {month}, un mes que ya está cerrado, y lo que mandaste cambiaría sus cifras. La dejamos como estaba. Quien lleva tu contabilidad puede abrir el mes; entonces vuelve a mandarla.',
    'This sale is from {month}, a month that is locked, and what you sent would change its figures. It was left as it was. Your accountant can unlock the month; then send it again.',
  ),
  'forma-pago-contradicts': words(
    'La forma de pago dice {formaPago}, y lo que más se pagó fue con {largest}. Corrige una de las dos.',
    'The form of payment is {formaPago}, but the largest payment was made with {largest}. Correct one of the two.',
  ),
  'forma-pago-extinguishes-debt': words(
    'La forma de pago {clave} ({texto}) liquida una deuda anterior: no dice cómo se pagó esta venta. Va en un complemento de pago, que aquí no se genera.',
    'Form of payment {clave} ({texto}) settles an earlier debt: it does not say how this sale was paid. It belongs in a payment receipt (complemento de pago), which is not issued here.',
  ),
  'forma-pago-applies-anticipo': words(
    'La forma de pago {clave} ({texto}) es de la nota con la que se aplica un anticipo, no de una venta. Marca la venta con "anticipo": true o di cómo se pagó.',
    'Form of payment {clave} ({texto}) belongs to the credit note that applies an advance payment, not to a sale. Mark the sale with "anticipo": true, or state how it was paid.',
  ),
  'two-ieps': words(
    'Un concepto lleva una sola tasa y una sola cuota de IEPS. Sepáralo en dos conceptos.',
    'A line can have only one rate and one cuota of IEPS. Split it into two lines.',
  ),
  'tax-local': words(
    'El impuesto local (como el de hospedaje, ISH) va en el complemento implocal, que todavía no se genera aquí. Sin él no se timbra la venta.',
    'A local tax (such as the one on lodging, ISH) belongs in the complement implocal, which is not supported here yet. The sale is not stamped without it.',
  ),
  'tax-base-not-cuota': words(
    'Solo un impuesto por cuota lleva base; una tasa se calcula sobre todo el precio del concepto.',
    'Only a tax by cuota has a base; a rate is charged on the whole price of the line.',
  ),
  'retencion-twice': words(
    'Un concepto lleva una sola retención de cada impuesto.',
    'A line can have only one withholding of each tax.',
  ),
  'retencion-above-iva': words(
    'El IVA retenido no puede ser más que el IVA trasladado en el mismo concepto.',
    'The IVA withheld cannot be more than the IVA charged on the same line.',
  ),
  'untaxed-unsaid': words(
    'El concepto no dice sus impuestos. Escríbelos en impuestos (también la tasa 0 % o exento), o pon objetoImp 01 si no es objeto de impuesto.',
    'The line does not state its taxes. State them in impuestos (including 0 % and exempt), or send objetoImp 01 if it is not subject to tax.',
  ),
  'withheld-for-companies': words(
    'Lo que pagaste lleva retenciones, que solo hace una empresa (persona moral). {merchant} revisará tu factura.',
    'What you paid for has withheld taxes, which only a company (persona moral) withholds. {merchant} will check your invoice.',
  ),
  'withheld-not-due': words(
    'Las retenciones no corresponden a lo que pagaste. {merchant} las revisará y hará tu factura.',
    'The withheld taxes do not match what you paid for. {merchant} will check them and make your invoice.',
  ),
  'freight-withholds': words(
    'En un flete, tu empresa retiene una parte del IVA; {merchant} confirmará tu factura.',
    'On freight your company withholds part of the IVA; {merchant} will confirm your invoice.',
  ),
  'scrap-withholds': words(
    'En desperdicios, es posible que tu empresa tenga que retener el IVA; {merchant} confirmará tu factura.',
    'On scrap your company may have to withhold the IVA; {merchant} will confirm your invoice.',
  ),
  'iva-frontera-clave': words(
    'El IVA de 8 % no aplica a la clave {clave}: c_ClaveProdServ no le marca el estímulo de la franja fronteriza.',
    'IVA at 8 % does not apply to the key {clave}: c_ClaveProdServ does not mark it for the border stimulus.',
  ),
  'iva-frontera-off': words(
    'El IVA de 8 % está apagado. Si diste el aviso al SAT, pon en los ajustes de tu portal (ivaFrontera) el último día de tu estímulo.',
    'IVA at 8 % is switched off. If you filed the notice with the SAT, enter the last day of your stimulus in your portal’s settings (ivaFrontera).',
  ),
  'iva-frontera-ended': words(
    'Tu estímulo de IVA de 8 % terminó el {date}. Si se prorrogó, cambia la fecha en los ajustes del portal (ivaFrontera).',
    'Your stimulus for IVA at 8 % ended on {date}. If it was extended, change the date in the portal’s settings (ivaFrontera).',
  ),
  'refund-above-sale': words(
    'La devolución es de {refund}, pero de esta venta solo quedan {total}.',
    'Only {total} of this sale is left, but the refund is {refund}.',
  ),
  'global-with-retencion': words(
    'Esta venta lleva retenciones: se factura a quien las retuvo, no al público en general.',
    'This sale has withheld taxes: it is invoiced to whoever withheld them, not to the general public.',
  ),
  'global-not-one-period': words(
    'Las fechas no caben en un solo periodo de ese tipo: el que empieza el {from} termina el {to}. Una semana que pasa de un mes a otro se corta con el mes.',
    'The dates do not fit in one period of that kind: the period that starts on {from} ends on {to}. A week that runs into the next month ends with its own month.',
  ),
  'global-not-as-deadline': words(
    'En el portal «{portal}» el plazo de tus clientes va hasta la factura global, con otra periodicidad. Pon la misma en los dos lados.',
    'In the portal “{portal}” your customers’ deadline runs until the global invoice, but with another periodicidad. Choose the same one in both places.',
  ),
  'global-too-long': words(
    'Una factura global lleva hasta {most} ventas. Divídela.',
    'A global invoice can have up to {most} sales. Split it.',
  ),
};

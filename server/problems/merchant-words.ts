/** What a merchant is told where `problem-table.ts` speaks to the customer: both can be refused by the same rule. */
import type { PROBLEMS } from './problem-table.ts';
import type { Words } from './words.ts';

type Row = { readonly title: Words; readonly detail: Words };

const row = (title: readonly [es: string, en: string], detail: readonly [es: string, en: string]): Row => ({
  title: { 'es-MX': title[0], en: title[1] },
  detail: { 'es-MX': detail[0], en: detail[1] },
});

/** By problem code; every other problem has one wording for everybody. */
export const MERCHANT_WORDS: Readonly<Partial<Record<keyof typeof PROBLEMS, Row>>> = {
  'invalid-receptor': row(
    ['Revisa los datos fiscales', 'Check the tax details'],
    [
      'Hay datos fiscales de tu cliente por corregir. Los señalamos en cada campo.',
      'Some of your customer’s tax details need correcting. Each one is marked at its field.',
    ],
  ),
  'already-invoiced': row(
    ['Ya tiene factura', 'Already invoiced'],
    [
      'Esta venta ya tiene una factura. Ábrela en la historia de la venta; si no es la correcta, corrígela o cancélala.',
      'This sale already has an invoice. Open it in the sale’s history; if it is not the right one, correct or cancel it.',
    ],
  ),
  'in-progress': row(
    ['La factura se está generando', 'The invoice is being made'],
    [
      'Esta venta ya se está facturando o su factura se está cancelando. Espera un momento y consulta la venta.',
      'This sale is already being invoiced, or its invoice is being cancelled. Wait a moment and look at the sale.',
    ],
  ),
  'sale-in-global': row(
    ['Ya está en una factura global', 'Already in a global invoice'],
    [
      'Esta venta está en una factura global que aquí no se puede ajustar. Si la global se hizo en otro sistema, factura la venta ahí. Si la venta tiene una devolución, cancela primero su nota de crédito; después factúrala y aprueba otra vez la devolución.',
      'This sale is in a global invoice that cannot be adjusted here. If that was made elsewhere, invoice the sale there. If the sale has a refund, cancel its nota de crédito first; then invoice it and approve the refund again.',
    ],
  ),
  'sale-unpaid': row(
    ['La venta aún no está pagada', 'The sale is not paid yet'],
    [
      'Solo se factura lo que ya se pagó. Envía la venta otra vez cuando conste su pago.',
      'Only what has been paid is invoiced. Submit the sale again once its payment is known.',
    ],
  ),
  'sale-closed': row(
    ['No se puede facturar', 'This cannot be invoiced'],
    [
      'La venta se canceló o se reembolsó completa, por eso no se puede facturar.',
      'The sale was cancelled or refunded in full, so it cannot be invoiced.',
    ],
  ),
  'needs-merchant': row(
    ['A la venta le falta algo', 'The sale lacks something'],
    [
      'Esta venta no se puede facturar tal como llegó. Corrígela en tu sistema y envíala otra vez.',
      'This sale cannot be invoiced as it arrived. Correct it in your system and submit it again.',
    ],
  ),
  'merchant-must-fix': row(
    ['Hay algo que corregir antes', 'Something has to be corrected first'],
    [
      'Hay algo que corregir en la venta o en tus datos fiscales antes de facturarla.',
      'Something in the sale or in your own tax details has to be corrected before it can be invoiced.',
    ],
  ),
  'portal-off': row(
    ['No hay con qué facturar', 'Nothing to invoice with'],
    [
      'No hay con qué sellar o timbrar la factura. Revisa tu CSD y tu PAC.',
      'Invoices cannot be sealed or stamped. Check your CSD and your PAC.',
    ],
  ),
  'sat-refused-receptor': row(
    ['El SAT no reconoce un dato', 'The SAT does not recognise a detail'],
    [
      'Un dato de tu cliente no coincide con el registro del SAT. Corrígelo y vuelve a intentarlo; no se generó ninguna factura.',
      'One of your customer’s details does not match the SAT’s register. Correct it and try again; no invoice was made.',
    ],
  ),
  'invoice-canceled': row(
    ['Esta factura se canceló', 'This invoice was cancelled'],
    [
      'Se canceló ante el SAT y ya no tiene validez. En la historia de cada venta ves si se puede facturar otra vez.',
      'It was cancelled at the SAT and is no longer valid. Each sale’s history shows whether it can be invoiced again.',
    ],
  ),
  'correction-related': row(
    ['Tiene documentos relacionados', 'It has related documents'],
    [
      'Hay una nota de crédito, un pago u otro documento vigente relacionado con esta factura. Primero cancela esos.',
      'A nota de crédito, a payment or another document in force is related to this invoice. Cancel those first.',
    ],
  ),
  'nothing-to-correct': row(
    ['No cambiaste ningún dato', 'No detail was changed'],
    [
      'Estos son los datos que ya tiene la factura. Cambia el que esté mal.',
      'These are the details that the invoice already has. Change the one that is wrong.',
    ],
  ),
  'rfc-already-corrected': row(
    ['El RFC ya se cambió una vez', 'The RFC was already changed once'],
    [
      'El RFC de una venta se corrige una sola vez. Si de verdad hace falta otro, cancela la factura y emite una nueva.',
      'The RFC of a sale is corrected only once. If another is really needed, cancel the invoice and issue a new one.',
    ],
  ),
};

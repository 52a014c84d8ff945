/** Texts about a request: for its customer while it waits and when it ends, and for the merchant about why it is not invoiced. */
import { fill } from './fill.ts';
import type { Language, Words } from './words.ts';

const words = (es: string, en: string): Words => ({ 'es-MX': es, en });

/** Faults in a merchant's answer to a request, and what stops a request without a problem. */
export const REQUEST_FAULTS: Readonly<Record<string, Words>> = {
  'several-sales': words(
    'Varias ventas coinciden con lo que escribió tu cliente. Elige la suya.',
    'Several sales match what your customer typed. Choose theirs.',
  ),
  'rival-requests': words(
    'Alguien más pidió la misma venta con otros datos fiscales. Averigua de quién es y acepta solo esa.',
    'Somebody else requested the same sale with other tax details. Find out whose it is and accept only that one.',
  ),
  'weak-lookup': words(
    'Lo que escribió tu cliente se podría adivinar. Confirma que la venta es suya antes de aceptar.',
    'What your customer typed could be guessed. Make sure that the sale is theirs before you accept.',
  ),
  'unknown-sale': words('No hay una venta con ese identificador.', 'There is no sale with that id.'),
  'sale-not-here': words(
    'La venta de esta solicitud aún no llega. Si ya la tienes, indica cuál es en «sale».',
    'The sale of this request has not arrived yet. If you have it, name it in “sale”.',
  ),
  'several-sales-match': words(
    'Varias ventas coinciden con lo que escribió tu cliente. Indica cuál es en «sale».',
    'Several sales match what your customer typed. Name the right one in “sale”.',
  ),
};

/** Why a request waits for its merchant, by the code of what stopped it. */
const HINDRANCES: Readonly<Record<string, Words>> = {
  'deadline-passed': words(
    'La venta está fuera de tu plazo. Tú decides si la facturas.',
    'The sale is past your deadline. It is up to you whether to invoice it.',
  ),
  'sale-closed': words('La venta se canceló o se reembolsó.', 'The sale was cancelled or refunded.'),
  'sale-unpaid': words('La venta aún no está pagada.', 'The sale is not paid yet.'),
  'already-invoiced': words(
    'La venta ya se facturó con otros datos.',
    'The sale was already invoiced with other details.',
  ),
  'in-progress': words(
    'La venta ya se está facturando con otros datos.',
    'The sale is already being invoiced with other details.',
  ),
  'needs-merchant': words(
    'Esta venta no se puede facturar tal como llegó. Corrígela en tu sistema, envíala otra vez y acepta la solicitud.',
    'This sale cannot be invoiced as it arrived. Correct it in your system, send it again, and accept the request.',
  ),
  'merchant-must-fix': words(
    'Hay algo que corregir en la venta o en tus datos fiscales antes de facturarla.',
    'Something in the sale or in your own tax details has to be corrected before it can be invoiced.',
  ),
  'portal-off': words(
    'No hay con qué sellar o timbrar la factura. Revisa tu CSD y tu PAC, y acepta después.',
    'Invoices cannot be sealed or stamped. Check your CSD and your PAC, then accept.',
  ),
  'never-stamped': words(
    'La factura no llegó a timbrarse y liberaste la venta. Acepta otra vez cuando tu PAC ya la reciba.',
    'The invoice was never stamped and you released the sale. Accept again once your PAC receives it.',
  ),
  'invalid-receptor': words(
    'Los datos fiscales de tu cliente no están completos o no son válidos.',
    'Your customer’s tax details are incomplete or not valid.',
  ),
  'sat-refused-receptor': words(
    'El SAT no reconoce los datos fiscales de tu cliente.',
    'The SAT does not recognise your customer’s tax details.',
  ),
  'already-corrected': words(
    'La factura ya se corrigió con otros datos. Corrige la nueva si hace falta.',
    'The invoice was already corrected with other details. Correct the new one if necessary.',
  ),
  'rfc-already-corrected': words(
    'El RFC de esta venta ya se cambió una vez. Cancela la factura y emite otra si de verdad hace falta.',
    'The RFC of this sale was already changed once. Cancel the invoice and issue another if it is really needed.',
  ),
  'correction-related': words(
    'La factura tiene una nota de crédito o un pago relacionado. Primero cancela esos.',
    'The invoice has a related credit note or payment. Cancel those first.',
  ),
  'correction-under-cancellation': words(
    'La factura se está cancelando. Cuando termine, la venta se puede facturar otra vez.',
    'The invoice is being cancelled. Once that is over, the sale can be invoiced again.',
  ),
  'cannot-cancel-here': words(
    'Tu PAC no cancela desde aquí, y al corregir hay que cancelar la factura anterior. Conecta otro PAC y acepta después.',
    'Your PAC cannot cancel from here, and a correction cancels the old invoice. Connect another PAC, then accept.',
  ),
  'missing-lookup-combination': words(
    'Lo que escribió tu cliente no alcanza para encontrar su venta. Si la reconoces, elígela.',
    'What your customer typed is not enough to find the sale. If you recognise which one it is, choose it.',
  ),
};

/** The sentence for the merchant; a code without its own text is reported as needing review. */
export function hindranceText(code: string, language: Language): string {
  const known = REQUEST_FAULTS[code] ?? HINDRANCES[code] ?? words('Revisa esta solicitud.', 'Review this request.');
  return known[language];
}

const ENDS = {
  waiting: words(
    'Haremos tu factura en cuanto llegue tu {sold}. Si no llega antes del {date}, esta solicitud vence.',
    'We will make your invoice as soon as your {sold} arrives. If it has not arrived by {date}, this request expires.',
  ),
  'in-force': words(
    'Mientras tanto, la factura que tienes sigue vigente.',
    'Until then, the invoice that you have stays in force.',
  ),
  'stays-in-force': words(
    'La factura que tienes sigue vigente, sin cambios.',
    'The invoice that you have is still in force, unchanged.',
  ),
  asked: words(
    'Si no te responde antes del {date}, esta solicitud vence.',
    'If they have not answered by {date}, this request expires.',
  ),
  unanswered: words(
    '{merchant} no respondió a tiempo y esta solicitud venció. Escríbele o pregunta en la tienda.',
    '{merchant} did not answer in time and this request expired. Write to them or ask at the shop.',
  ),
  expired: words(
    'Tu {sold} no llegó a tiempo y esta solicitud venció. Vuelve a buscar o pregunta en {merchant}.',
    'Your {sold} did not arrive in time and this request expired. Search again or ask {merchant}.',
  ),
  elsewhere: words(
    'Tu {sold} ya tiene factura con tus datos. Vuelve a buscar y escribe el RFC y el código postal para descargarla.',
    'Your {sold} already has an invoice with your details. Search again and enter the RFC and postal code to download it.',
  ),
  canceled: words(
    '{merchant} canceló tu factura ante el SAT y ya no tiene validez. Si aún la necesitas, vuelve a buscar tu {sold} y pídela de nuevo.',
    '{merchant} cancelled your invoice at the SAT and it is no longer valid. If you still need one, search for your {sold} and ask for it again.',
  ),
  replaced: words(
    'Tu factura se corrigió y otra la sustituye. Para ver la nueva, vuelve a buscar tu {sold} y escribe los datos corregidos.',
    'Your invoice was corrected and another one replaces it. To see the new one, search for your {sold} and enter the corrected details.',
  ),
} as const;

/** What a request's own page says about it. */
export function requestText(
  what: keyof typeof ENDS,
  params: Readonly<Record<string, string>>,
  language: Language,
): string {
  return fill(ENDS[what][language], params, language);
}

/** The texts of the page that an alert links to. */
import type { Language } from '../../problems/problem.ts';

const WORDS = {
  invoiceTitle: ['Factura', 'Invoice'],
  requestTitle: ['Solicitud de factura', 'Request for the invoice'],
  state: ['Estado', 'Status'],
  purchase: ['Compra', 'Purchase'],
  total: ['Total', 'Total'],
  date: ['Fecha de la compra', 'Date of purchase'],
  who: ['Cliente', 'Customer'],
  rfc: ['RFC', 'RFC'],
  codigoPostal: ['Código postal de su domicilio fiscal', 'Postal code of their tax address'],
  regimen: ['Régimen fiscal', 'Tax regime'],
  uso: ['Uso del CFDI', 'Use of the CFDI'],
  email: ['Correo', 'E-mail'],
  invoice: ['Folio de la factura', 'Invoice number'],
  uuid: ['Folio fiscal', 'Tax folio (folio fiscal)'],
  portal: ['Portal', 'Portal'],
  source: ['De dónde llegó', 'Where it came from'],
  reason: ['Motivo', 'Reason'],
  pdf: ['Descargar PDF', 'Download PDF'],
  xml: ['Descargar XML', 'Download XML'],

  stamped: ['Timbrada', 'Stamped'],
  stampedNext: ['No tienes que hacer nada.', 'There is nothing for you to do.'],
  waiting: ['En espera de timbre', 'Waiting to be stamped'],
  waitingNext: [
    'Se sigue intentando. La venta está apartada y no se factura dos veces.',
    'It is still being tried. The sale is set aside and is not invoiced twice.',
  ],
  rejected: ['No se pudo timbrar', 'Could not be stamped'],
  rejectedNext: [
    'Si el dato por corregir es de tu cliente, tu portal ya se lo dijo. Si es tuyo, también recibiste la solicitud.',
    'If the mistake is in your customer’s data, your portal has told them. If it is yours to fix, you also got the request.',
  ],
  reconcile: ['Hay que revisarla', 'Needs to be looked into'],
  reconcileNext: [
    'No se pudo saber si quedó timbrada. Búscala en tu PAC o en el SAT antes de facturar esta venta de otra forma.',
    'It could not be established whether it was stamped. Look for it at your PAC or at the SAT before you invoice this sale in another way.',
  ],

  open: ['Por responder', 'Waiting for your answer'],
  accepted: ['Aceptada', 'Accepted'],
  declined: ['Rechazada', 'Declined'],
  late: ['Tu cliente llegó después del plazo', 'Your customer came after the deadline'],
  notHere: [
    'Tu cliente buscó una compra que aún no nos llega',
    'Your customer looked for a purchase that has not reached us',
  ],
  needsMerchant: ['Esta factura la tienes que hacer tú', 'This invoice is yours to make'],
  retention: ['A esta factura le toca una retención', 'This invoice carries a retention'],
  portalOff: ['El portal no está disponible', 'The portal is not available'],
  other: ['Tu cliente necesita ayuda', 'Your customer needs help'],
  alike: [
    'Hay otra solicitud de la misma compra, con otros datos. Haz una sola factura.',
    'There is another request for the same purchase, with other data. Make only one invoice.',
  ],
  requestNext: [
    'Haz la factura con estos datos y envíasela, o escríbele por qué no se puede.',
    'Make the invoice with these data and send it, or write to your customer why it cannot be made.',
  ],

  pagada: ['Pagada, sin factura', 'Paid, not invoiced'],
  pendiente: ['Pendiente de pago', 'Not paid yet'],
  cancelada: ['Cancelada o reembolsada', 'Canceled or refunded'],
  hasInvoice: ['Con factura', 'Invoiced'],

  test: ['Es de tus ventas de prueba. Sin validez fiscal.', 'This is about your test sales. It has no tax validity.'],
  private: [
    'Este enlace muestra datos de tu cliente: compártelo solo con tu equipo. Vence a los 30 días.',
    'This link shows your customer’s data: share it only with your team. It expires after 30 days.',
  ],
  inPanel: ['Abrir en el panel', 'Open in the panel'],
  expiredTitle: ['El enlace venció', 'The link expired'],
  expired: [
    'Los enlaces de los avisos duran 30 días. La información sigue guardada: pídesela a quien administra tu Autofactura.',
    'Links in alerts last 30 days. The information is still kept: ask whoever runs your Autofactura.',
  ],
  unknownTitle: ['El enlace no es válido', 'The link is not valid'],
  unknown: [
    'Revisa que el enlace esté completo, como llegó en el aviso.',
    'Check that the link is complete, as it came in the alert.',
  ],
} as const;

/** The name of a text on this page. */
export type TeamWord = keyof typeof WORDS;

/** A word or sentence of the page. */
export function teamWord(word: TeamWord, language: Language): string {
  return WORDS[word][language === 'en' ? 1 : 0];
}

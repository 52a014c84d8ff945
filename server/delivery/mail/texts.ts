/** The words of our mails, with `{name}` placeholders. */
import type { Words } from '../../problems/problem.ts';

/** The words of the mail that brings an invoice. */
export const INVOICE = {
  subject: { 'es-MX': 'Tu factura de {comercio} · {serieFolio}', en: 'Your invoice from {comercio} · {serieFolio}' },
  message: {
    'es-MX': 'Tu factura de {comercio} está lista. La encuentras adjunta.',
    en: 'Your invoice from {comercio} is ready. It is attached.',
  },
  test: {
    'es-MX': 'SIN VALIDEZ FISCAL. Es una factura de prueba.',
    en: 'SIN VALIDEZ FISCAL: this is a test invoice with no tax validity.',
  },
  replaces: {
    'es-MX':
      'Sustituye a tu factura {anterior}, que se cancela ante el SAT por la corrección. Usa solo esta: no deduzcas la anterior.',
    en: 'It replaces your invoice {anterior}, which is being cancelled at the SAT because of the correction. Use only this one: do not deduct the earlier one.',
  },
  total: { 'es-MX': 'Total', en: 'Total' },
  factura: { 'es-MX': 'Factura', en: 'Invoice' },
  uuid: { 'es-MX': 'Folio fiscal', en: 'Tax folio (folio fiscal)' },
  pdf: { 'es-MX': 'Descargar PDF', en: 'Download PDF' },
  xml: { 'es-MX': 'Descargar XML', en: 'Download XML' },
  why: {
    'es-MX': 'Te llegó este correo porque se generó esta factura de {comercio}. Si no la pediste, avísales.',
    en: 'You received this e-mail because this invoice from {comercio} was issued. If you did not ask for it, let them know.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** What the mail of a nota de crédito says otherwise than that of an invoice. */
export const CREDIT_NOTE = {
  subject: {
    'es-MX': 'Tu nota de crédito de {comercio} · {serieFolio}',
    en: 'Your credit note from {comercio} · {serieFolio}',
  },
  message: {
    'es-MX':
      '{comercio} te devolvió o descontó {total} y te emitió esta nota de crédito. La encuentras adjunta; réstala de tu factura.',
    en: '{comercio} refunded or discounted {total} and issued this credit note. It is attached; subtract it from your invoice.',
  },
  test: {
    'es-MX': 'SIN VALIDEZ FISCAL. Es una nota de crédito de prueba.',
    en: 'SIN VALIDEZ FISCAL: this is a test credit note with no tax validity.',
  },
  factura: { 'es-MX': 'Nota de crédito', en: 'Credit note' },
  why: {
    'es-MX': 'Te llegó este correo porque {comercio} te emitió esta nota de crédito.',
    en: 'You received this e-mail because {comercio} issued this credit note to you.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** The words of the mail about a cancelled invoice. */
export const CANCELED = {
  subject: {
    'es-MX': 'Tu factura {serieFolio} de {comercio} se canceló',
    en: 'Your invoice {serieFolio} from {comercio} was cancelled',
  },
  message: {
    'es-MX':
      '{comercio} canceló esta factura ante el SAT y ya no tiene validez: no la deduzcas. Si aún necesitas factura de tu {noun}, puedes pedirla otra vez.',
    en: '{comercio} cancelled this invoice at the SAT and it is no longer valid: do not deduct it. If you still need an invoice for your {noun}, you can ask for it again.',
  },
  test: { 'es-MX': 'Es una factura de prueba.', en: 'This is a test invoice.' },
  total: { 'es-MX': 'Total', en: 'Total' },
  uuid: { 'es-MX': 'Folio fiscal', en: 'Tax folio (folio fiscal)' },
  button: { 'es-MX': 'Facturar otra vez', en: 'Get an invoice again' },
  why: {
    'es-MX': 'Te llegó este correo porque recibiste esa factura de {comercio}.',
    en: 'You received this e-mail because you were sent that invoice from {comercio}.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** What the mail about a cancelled nota de crédito says otherwise. */
export const CANCELED_CREDIT_NOTE = {
  subject: {
    'es-MX': 'Tu nota de crédito {serieFolio} de {comercio} se canceló',
    en: 'Your credit note {serieFolio} from {comercio} was cancelled',
  },
  message: {
    'es-MX': '{comercio} canceló esta nota de crédito ante el SAT y ya no tiene validez: no la restes de tu factura.',
    en: '{comercio} cancelled this credit note at the SAT and it is no longer valid: do not subtract it from your invoice.',
  },
  test: { 'es-MX': 'Es una nota de crédito de prueba.', en: 'This is a test credit note.' },
  why: {
    'es-MX': 'Te llegó este correo porque recibiste esa nota de crédito de {comercio}.',
    en: 'You received this e-mail because you were sent that credit note from {comercio}.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** The words of the mail that reminds a customer of a sale. */
export const REMINDER = {
  subject: {
    'es-MX': 'Puedes facturar tu {noun} en {comercio} hasta el {lastDay}',
    en: 'You can invoice your {noun} at {comercio} until {lastDay}',
  },
  message: {
    'es-MX': 'Aún no has facturado tu {noun} en {comercio}. Puedes hacerlo hasta el {deadline}; toma un minuto.',
    en: 'You have not invoiced your {noun} at {comercio} yet. You have until {deadline}; it takes a minute.',
  },
  test: { 'es-MX': 'Es una venta de prueba.', en: 'This is a test sale.' },
  folio: { 'es-MX': 'Folio', en: 'Folio' },
  total: { 'es-MX': 'Total', en: 'Total' },
  button: { 'es-MX': 'Facturar', en: 'Get the invoice' },
  why: {
    'es-MX': 'Te llegó este correo porque diste tu dirección al pagar. Si no necesitas factura, no hagas nada.',
    en: 'You received this e-mail because you gave your address when you paid. If you do not need an invoice, do nothing.',
  },
  stop: { 'es-MX': 'No quiero recordatorios', en: 'Stop reminders' },
} as const satisfies Readonly<Record<string, Words>>;

/** The words of the mail that answers a request. */
export const ANSWER = {
  subject: { 'es-MX': 'Tu solicitud de factura en {comercio}', en: 'Your invoice request at {comercio}' },
  declined: {
    'es-MX': '{comercio} no pudo hacer la factura que pediste. Esto te responde:',
    en: '{comercio} could not make the invoice you asked for. This is their answer:',
  },
  expired: {
    'es-MX':
      'Tu {noun} no llegó a tiempo al sistema de {comercio} y tu solicitud de factura venció. Vuelve a buscar o escríbeles.',
    en: 'Your {noun} did not reach the system of {comercio} in time, so your invoice request expired. Search again or write to them.',
  },
  unanswered: {
    'es-MX': '{comercio} no respondió a tiempo y tu solicitud de factura venció. Escríbeles para que te ayuden.',
    en: '{comercio} did not answer in time, so your invoice request expired. Write to them for help.',
  },
  'correction-declined': {
    'es-MX': '{comercio} no pudo corregir tu factura, que sigue vigente como estaba. Esto te responde:',
    en: '{comercio} could not correct your invoice, which stays in force as it was. This is their answer:',
  },
  'correction-unanswered': {
    'es-MX':
      '{comercio} no respondió a tiempo y tu solicitud de corregir tu factura venció. Tu factura sigue vigente como estaba. Escríbeles para que te ayuden.',
    en: '{comercio} did not answer in time, so your request to correct your invoice expired. Your invoice stays in force as it was. Write to them for help.',
  },
  test: { 'es-MX': 'Es una venta de prueba.', en: 'This is a test sale.' },
  folio: { 'es-MX': 'Folio', en: 'Folio' },
  button: { 'es-MX': 'Ver mi solicitud', en: 'See my request' },
  why: {
    'es-MX': 'Te llegó este correo porque dejaste tu dirección al pedir una factura. Si no fuiste tú, no hagas nada.',
    en: 'You received this e-mail because somebody left this address when they asked for an invoice. If it was not you, do nothing.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** The words of the mail that alerts a merchant's team. */
export const ALERT = {
  one: { 'es-MX': 'Un aviso de facturación · {comercio}', en: 'An invoicing notice · {comercio}' },
  trial: { 'es-MX': 'Prueba · {subject}', en: 'Test · {subject}' },
  many: { 'es-MX': '{count} avisos de facturación · {comercio}', en: '{count} invoicing notices · {comercio}' },
  more: { 'es-MX': 'y {count} más', en: 'and {count} more' },
  test: { 'es-MX': 'Es de tus ventas de prueba.', en: 'This is about your test sales.' },
  button: { 'es-MX': 'Abrir en el panel', en: 'Open in the panel' },
  why: {
    'es-MX': 'Te llegó este correo porque recibes los avisos de {comercio}. Puedes cambiarlos en su configuración.',
    en: 'You received this e-mail because you get the alerts of {comercio}. You can change them in its settings.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** How a customer can contact the merchant; each half is used if the merchant gave it. */
export const CONTACT = {
  lead: { 'es-MX': '¿Dudas?', en: 'Questions?' },
} as const satisfies Readonly<Record<string, Words>>;

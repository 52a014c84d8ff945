/** The mails of a café, as the tests send them. */
import type { MailAddress } from '../../../server/delivery/mail/address.ts';
import { parseMailAddress } from '../../../server/delivery/mail/address.ts';
import type { AnswerMail } from '../../../server/delivery/mail/answer-mail.ts';
import type { CanceledMail } from '../../../server/delivery/mail/canceled-mail.ts';
import type { MailBasis } from '../../../server/delivery/mail/frame.ts';
import type { InvoiceMail } from '../../../server/delivery/mail/invoice-mail.ts';
import type { ReminderMail } from '../../../server/delivery/mail/reminder-mail.ts';

/** A PNG of one pixel. */
export const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Throws where a test has mistyped it. */
export function address(text: string): MailAddress {
  const parsed = parseMailAddress(text);
  if (!parsed) throw new Error(`${text} is no address`);
  return parsed;
}

export const CAFE: MailBasis = {
  to: address('ana@example.com'),
  sender: address('facturas@cafejacaranda.mx'),
  merchant: { tradeName: 'Café Jacaranda' },
  portal: {
    theme: { primary: '#6d28d9', accent: '#f5f3ff', logo: LOGO },
    contact: { email: 'hola@cafejacaranda.mx', phone: '55 1234 5678' },
  },
  world: 'test',
  language: 'es-MX',
};

export const CAFE_INVOICE: InvoiceMail = {
  ...CAFE,
  noun: 'compra',
  invoice: {
    serieFolio: 'A-1042',
    purchases: ['CJ-1042'],
    uuid: '6F1C9A52-0B7D-4E2A-9C51-3A8D2F4B7E10',
    total: '$348.00 MXN',
    nombre: 'MARÍA LÓPEZ RUIZ',
    links: {
      pdf: 'https://facturas.cafejacaranda.mx/v1/invoices/inv_1/pdf?token=abc&l=es',
      xml: 'https://facturas.cafejacaranda.mx/v1/invoices/inv_1/xml?token=abc&l=es',
    },
  },
  xml: new TextEncoder().encode('<?xml version="1.0"?><cfdi:Comprobante/>'),
  pdf: new TextEncoder().encode('%PDF-1.7'),
};

export const CAFE_REMINDER: ReminderMail = {
  ...CAFE,
  noun: 'consumo',
  sale: { folio: 'LM-88', total: '$412.00 MXN' },
  lastDay: '30 de noviembre de 2026',
  deadline: '30 de noviembre de 2026',
  url: 'https://facturas.cafejacaranda.mx/cafe?t=abc',
  unsubscribeUrl: 'https://facturas.cafejacaranda.mx/v1/mail/unsubscribe?token=abc',
};

export const CAFE_CANCELED: CanceledMail = {
  ...CAFE,
  noun: 'consumo',
  invoice: { serieFolio: 'A-1042', uuid: '6F1C9A52-0B7D-4E2A-9C51-3A8D2F4B7E10', total: '$348.00 MXN' },
  url: 'https://facturas.cafejacaranda.mx/cafe',
};

export const CAFE_DECLINED: AnswerMail = {
  ...CAFE,
  noun: 'consumo',
  ending: 'declined',
  answer: 'El ticket es de nuestra sucursal de Tijuana, que factura aparte. Escríbele a tijuana@cafejacaranda.mx.',
  folio: 'CJ-0912',
  url: 'https://facturas.cafejacaranda.mx/cafe#autofactura=cafe/requests',
};

/** What goes out of a shop, as the server keeps it: its portals' own domains, its customers' mail, its team's alerts. */
import type { Domain, Listener, MailCarrier } from '../../../widget/panel/wire.ts';

const at = (days: number): string =>
  new Date(Date.parse('2026-11-28T18:32:00-06:00') - days * 86_400_000).toISOString();

export const ALERTS: readonly Listener[] = [
  {
    ...{ id: 'alc_1', kind: 'slack', name: 'Caja Roma', state: 'enabled' },
    events: ['request.created', 'invoice.rejected'],
  },
];

const SENT = [
  { type: 'test', state: 'sent', createdAt: at(0) },
  { type: 'request.created', state: 'failed', createdAt: at(1), reason: '404' },
];

/** The mail as the server would make it of these words. */
function mailOf({ subject, message, language }: Readonly<Record<string, string>>) {
  const usual = language === 'en' ? 'Your invoice CJ-1042' : 'Tu factura CJ-1042 de Café Jacaranda';
  return {
    ...{ from: 'Café Jacaranda', subject: subject || usual, text: '' },
    html: `<html lang="${language}"><head><style>p { color: #25201a; }</style></head><body><p>${message || 'Gracias por tu compra.'}</p></body></html>`,
  };
}

const WALKED = ['portal', 'csd', 'sale', 'search', 'receptor', 'preview', 'issue', 'mail', 'xml', 'pdf'];

/** A portal that works from beginning to end. */
export const TEST_RUN = {
  ok: true,
  steps: WALKED.map((step) => ({ step, ok: true, required: step !== 'mail' })),
  mail: { subject: 'Tu factura de Café Jacaranda · CJ-12', html: '<p>Tu factura está lista.</p>', text: '' },
  invoice: { id: 'inv_9', pdf: '/v1/invoices/inv_9/pdf?access=a', xml: '/v1/invoices/inv_9/xml?access=a' },
  tryIt: { url: 'https://facturas.example/cafe-jacaranda', typed: { folio: 'PRUEBA-7', total: '116.00' } },
};

/** One whose seal has expired: nothing after it was reached, and the mail could not be made. */
export const FAILED_RUN = {
  ok: false,
  steps: [
    { step: 'portal', ok: true, required: true },
    {
      ...{ step: 'csd', ok: false, required: true, detail: 'Venció el 1 de noviembre.' },
      problem: {
        code: 'csd-expired',
        'es-MX': 'Tu certificado de sello digital (CSD) ya venció.',
        en: 'It has expired.',
      },
      toDo: { 'es-MX': 'Saca uno nuevo en el portal del SAT y súbelo.', en: 'Get a new one.' },
    },
  ],
};

const EVENTS_URL = 'https://facturas.example/v1/mail-events/mer_jacaranda/test';

/** The mail of a shop without an account of its own. */
export const SERVER_MAIL: MailCarrier = { by: 'server', from: 'avisos@facturas.example', eventsUrl: EVENTS_URL };
/** The mail of a server that cannot send any. */
export const NO_MAIL: MailCarrier = { by: 'nobody', eventsUrl: EVENTS_URL };
/** The mail of a shop with an account at Resend, whose bounces nobody hears of. */
export const RESEND: MailCarrier = {
  ...{ by: 'merchant', carrier: 'resend', from: 'facturas@cafejacaranda.example' },
  ...{ hearsBounces: false, eventsUrl: EVENTS_URL },
};

type Outward = { domains: Domain[]; alerts: Listener[]; mail: MailCarrier };
type Answer = { readonly status?: number; readonly json?: unknown; readonly text?: string };

/** A domain as it is claimed, with changes. */
export function domainOf(more: Partial<Domain> = {}): Domain {
  const host = more.host ?? 'factura.jacaranda.com.mx';
  return {
    ...{ id: 'dom_1', host, url: `https://${host}/`, portal: 'cafe-jacaranda', state: 'pending' },
    records: [
      { type: 'CNAME', name: host, value: 'facturas.example.mx' },
      { type: 'TXT', name: `_autofactura.${host}`, value: `autofactura=${'0f'.repeat(16)}` },
    ],
    ...more,
  };
}

const PIECES = [
  {
    ...{
      id: 'whatsapp',
      channel: 'whatsapp',
      title: 'Mensaje de WhatsApp',
      where: 'Para cuando un cliente te pida factura.',
    },
    parts: [
      {
        format: 'text',
        content: '¡Gracias por tu compra! Factura aquí: https://facturas.example/cafe-jacaranda?c=whatsapp',
      },
    ],
  },
];

type Body = Readonly<Record<string, string>>;
type AccountBody = { readonly credentials?: { readonly from: string; readonly webhookSecret?: string } };

function mailReplies(has: Outward, body: object): Readonly<Record<string, () => Answer>> {
  const connect = (carrier: 'resend' | 'smtp') => (): Answer => {
    const { from = '', webhookSecret } = (body as AccountBody).credentials ?? {};
    has.mail = { by: 'merchant', carrier, from, hearsBounces: webhookSecret !== undefined, eventsUrl: EVENTS_URL };
    return { json: { carrier } };
  };
  const remove = (): Answer => {
    has.mail = SERVER_MAIL;
    return {};
  };
  return {
    'GET mail-carrier': () => ({ json: has.mail }),
    'PUT mail-accounts/resend': connect('resend'),
    'PUT mail-accounts/smtp': connect('smtp'),
    'POST mail-accounts/resend/test': () => ({ json: { status: 'ok' } }),
    'POST mail-accounts/smtp/test': () => ({
      json: { status: 'refused', reason: 'SMTP EAUTH AUTH PLAIN 535 5.7.8 Bad credentials' },
    }),
    'DELETE mail-accounts/resend': remove,
    'DELETE mail-accounts/smtp': remove,
  };
}

export function outwardReplies(has: Outward, body: Body): Readonly<Record<string, () => Answer>> {
  return {
    'GET portals/cafe-jacaranda/promotion/texts': () => ({ json: { pieces: PIECES } }),
    'GET portals/cafe-jacaranda/promotion/visits': () => ({
      json: { total: 61, channels: { ticket: 48, poster: 9, whatsapp: 4 } },
    }),
    'GET portals/cafe-jacaranda/promotion/poster': () => ({ text: '%PDF-1.7' }),
    'GET portals/cafe-jacaranda/promotion/qr': () => ({ text: 'QR' }),
    'POST portals/cafe-jacaranda/test-run': () => ({ json: TEST_RUN }),
    'POST portals/cafe-jacaranda/mail/preview': () => ({ json: mailOf(body) }),
    ...mailReplies(has, body),
    'POST portals/cafe-jacaranda/mail/test': () => ({ json: { status: 'sent' } }),
    'GET alert-channels': () => ({ json: { listeners: has.alerts } }),
    'GET webhook-endpoints': () => ({ json: { listeners: [] } }),
    'POST alert-channels': () => {
      const made = { ...body, id: 'alc_2', state: 'enabled' } as unknown as Listener;
      has.alerts.push(made);
      return { status: 201, json: made };
    },
    'POST alert-channels/alc_1/test': () => ({ status: 202, json: { delivery: 'dlv_1' } }),
    'GET alert-channels/alc_1/deliveries': () => ({ json: { deliveries: SENT } }),
    'PUT alert-channels/alc_1': () => {
      has.alerts = has.alerts.map((one) => (one.id === 'alc_1' ? { ...one, ...body } : one));
      return { json: has.alerts[0] };
    },
    'DELETE alert-channels/alc_1': () => {
      has.alerts = [];
      return {};
    },
    'GET domains': () => ({ json: { domains: has.domains } }),
    'POST domains': () => {
      has.domains.push(domainOf({ host: body.host ?? '', portal: body.portal ?? '' }));
      return { status: 201, json: has.domains.at(-1) };
    },
    'POST domains/dom_1/check': () => ({ status: 202, json: has.domains[0] }),
    'DELETE domains/dom_1': () => {
      has.domains = [];
      return {};
    },
  };
}

/** What goes out of a shop, as the server keeps it: its portals' own domains, its customers' mail, its team's alerts. */
import type { Domain, Listener } from '../../../widget/panel/wire.ts';

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

type Outward = { domains: Domain[]; alerts: Listener[] };
type Answer = { readonly status?: number; readonly json?: unknown };

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

export function outwardReplies(has: Outward, body: Body): Readonly<Record<string, () => Answer>> {
  return {
    'GET portals/cafe-jacaranda/promotion/texts': () => ({ json: { pieces: PIECES } }),
    'POST portals/cafe-jacaranda/mail/preview': () => ({ json: mailOf(body) }),
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

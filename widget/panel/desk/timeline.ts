/** A sale's story in plain words: who did what, and when, newest first. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { money, shortTime } from '../dates.ts';
import type { StoryEvent, Who, WholeSale } from './desk-wire.ts';
import { motivoName } from './motivos.ts';
import { kindWords, numberOf } from './words.ts';

/** Renders the history of a sale, the newest event first. */
export function timeline(sale: WholeSale): TemplateResult {
  const events = (sale.story ?? []).toReversed();
  return html`<ol class="story">
    ${events.map(
      (event) => html`<li class=${toneOf(event.what)}>
        <p>${sentence(sale, event)}</p>
        ${event.reason ? html`<p class="below">«${event.reason}»</p>` : nothing}
        <p class="below"><time datetime=${event.at}>${shortTime(event.at)}</time>${by(event.by)}</p>
      </li>`,
    )}
  </ol>`;
}

function by(who: Who | undefined): unknown {
  if (!who) return nothing;
  return html` · ${who.id === 'automatic' ? msg('solo, sin que nadie hiciera nada', { id: 'by-itself' }) : (who.name ?? who.id)}`;
}

const TONES: Readonly<Record<string, string>> = {
  'invoice-stamped': 'ok',
  'request-declined': 'stop',
  'invoice-rejected': 'stop',
  'invoice-undecided': 'stop',
  'invoice-canceled': 'stop',
  'cancellation-rejected': 'wait',
};

function toneOf(what: string): string {
  return TONES[what] ?? '';
}

function sentence(sale: WholeSale, event: StoryEvent): unknown {
  const { invoices = [], refunds = [], requests = [] } = sale;
  const invoice = invoices.find(({ id }) => id === event.invoice);
  const request = requests.find(({ id }) => id === event.request);
  const refund = refunds.find(({ id }) => id === event.refund);
  const name = invoice?.receptor.nombre ?? '';
  const its = invoice
    ? html`<a href="/panel/facturas/${invoice.id}">${kindWords(invoice.kind)} ${numberOf(invoice)}</a>`
    : nothing;
  const asked = request
    ? html`<a href="/panel/solicitudes/${request.id}">${request.receptor.nombre || request.receptor.rfc || msg('Un cliente', { id: 'a-customer' })}</a>`
    : nothing;
  const words: Readonly<Record<string, () => unknown>> = {
    sold: () => msg(str`Se vendió por ${money(event.total ?? sale.total, sale.moneda)}`, { id: 'st-sold' }),
    requested: () => html`${asked} ${msg('pidió su factura y quedó en espera', { id: 'st-requested' })}`,
    'request-accepted': () => html`${msg('Se aceptó la solicitud de', { id: 'st-accepted' })} ${asked}`,
    'request-declined': () => html`${msg('Se rechazó la solicitud de', { id: 'st-declined' })} ${asked}`,
    'request-expired': () => html`${msg('Venció la solicitud de', { id: 'st-expired' })} ${asked}`,
    'invoice-asked': () => html`${its}: ${msg(str`se pidió para ${name}`, { id: 'st-asked' })}`,
    'invoice-stamped': () => html`${its}: ${msg('timbrada', { id: 'st-stamped' })}`,
    'invoice-rejected': () => html`${its}: ${msg('el SAT no la aceptó', { id: 'st-rejected' })}`,
    'invoice-undecided': () => html`${its}: ${msg('no se sabe si se timbró', { id: 'st-undecided' })}`,
    'invoice-released': () => html`${its}: ${msg('se confirmó que nunca se timbró', { id: 'st-released' })}`,
    refunded: () => msg(str`Se devolvieron ${money(refund?.total ?? '0', sale.moneda)}`, { id: 'st-refunded' }),
    'cancellation-asked': () =>
      html`${its}: ${msg(str`se pidió cancelarla. Motivo: ${event.motivo ? motivoName(event.motivo) : ''}`, { id: 'st-cancel' })}`,
    'cancellation-rejected': () => html`${its}: ${msg('no se canceló', { id: 'st-not-canceled' })}`,
    'invoice-canceled': () => html`${its}: ${msg('cancelada ante el SAT', { id: 'st-canceled' })}`,
  };
  return words[event.what]?.() ?? event.what;
}

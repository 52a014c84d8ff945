/** The invoices, newest first, by their state. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { money, shortTime } from '../dates.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import type { ListedInvoice } from '../wire.ts';
import { empty, pageQuery, pager } from './pages-of.ts';

const STATES = ['', 'stamped', 'pending', 'needs-merchant', 'rejected'] as const;

export const invoicesPage: OpenPage = (panel) => {
  const status = panel.query.get('estado') ?? '';
  const list = remote(panel, () =>
    panel.call<{ invoices: readonly ListedInvoice[]; next?: string }>(
      'GET',
      `invoices?${pageQuery(panel, 'cursor', { status })}`,
    ),
  );
  return {
    title: () => msg('Facturas', { id: 'invoices' }),
    lead: () => msg('Lo que tus clientes ya facturaron.', { id: 'invoices-lead' }),
    width: 'wide',
    render: () => html`${filter(status)}
    ${list.show(({ invoices, next }) => (invoices.length ? html`${table(invoices)} ${pager(panel, '/facturas', next)}` : none(panel, status)))}`,
  };
};

function none(panel: Panel, status: string) {
  if (status)
    return empty(
      msg('Ninguna en este estado', { id: 'no-invoices-in' }),
      msg('Prueba con otro estado.', { id: 'no-invoices-in-why' }),
    );
  return empty(
    msg('Aún no hay facturas', { id: 'no-invoices' }),
    panel.world === 'test'
      ? msg('Abre tu portal como si fueras tu cliente y factura una venta de prueba: aparecerá aquí.', {
          id: 'no-invoices-test',
        })
      : msg('Cuando un cliente facture en tu portal, aparecerá aquí.', { id: 'no-invoices-live' }),
    html`<a class="button quiet" href="/panel/portales">${msg('Ver mi portal', { id: 'see-portal' })}</a>`,
  );
}

function filter(chosen: string) {
  return html`<nav class="tabs" aria-label=${msg('Estado', { id: 'state' })}>
    ${STATES.map(
      (status) =>
        html`<a href="/panel/facturas${status ? `?estado=${status}` : ''}" aria-current=${status === chosen ? 'page' : nothing}>${status ? stateWords(status) : msg('Todas', { id: 'all' })}</a>`,
    )}
  </nav>`;
}

const TONES: Readonly<Record<string, string>> = {
  stamped: 'ok',
  pending: 'wait',
  'needs-merchant': 'stop',
  rejected: 'stop',
};

function stateWords(status: string): string {
  const words: Readonly<Record<string, () => string>> = {
    stamped: () => msg('Timbrada', { id: 'inv-stamped' }),
    pending: () => msg('Timbrándose', { id: 'inv-pending' }),
    rejected: () => msg('Rechazada', { id: 'inv-rejected' }),
    'needs-merchant': () => msg('Necesita que la revises', { id: 'inv-needs' }),
    canceled: () => msg('Cancelada', { id: 'inv-canceled' }),
  };
  return words[status]?.() ?? status;
}

function table(invoices: readonly ListedInvoice[]) {
  return html`<div class="table"><table>
    <thead>
      <tr>
        <th scope="col">${msg('Factura', { id: 'invoice' })}</th>
        <th scope="col" class="wide-only">${msg('Fecha', { id: 'date' })}</th>
        <th scope="col" class="wide-only">${msg('Para', { id: 'receptor' })}</th>
        <th scope="col">${msg('Estado', { id: 'state' })}</th>
        <th scope="col" class="number">${msg('Total', { id: 'total' })}</th>
      </tr>
    </thead>
    <tbody>${invoices.map(row)}</tbody>
  </table></div>`;
}

function row({ serie, folio, status, receptor, createdAt, stampedAt, total, moneda, links }: ListedInvoice) {
  const number = [serie, folio].filter(Boolean).join('-') || msg('Sin número', { id: 'no-number' });
  const time = shortTime(stampedAt ?? createdAt);
  const files = links.pdf
    ? html`<span class="below"><a href=${links.pdf} download aria-label=${msg(str`PDF de ${number}`, { id: 'pdf-of' })}>PDF</a> ·
        <a href=${links.xml ?? ''} download aria-label=${msg(str`XML de ${number}`, { id: 'xml-of' })}>XML</a></span>`
    : nothing;
  return html`<tr>
    <th scope="row">${number} ${files}<span class="below narrow-only">${receptor.nombre}, ${time}</span></th>
    <td class="wide-only">${time}</td>
    <td class="wide-only">${receptor.nombre}<span class="below">${receptor.rfc}</span></td>
    <td><span class="state ${TONES[status] ?? ''}">${stateWords(status)}</span></td>
    <td class="number">${total === undefined ? '' : money(total, moneda)}</td>
  </tr>`;
}

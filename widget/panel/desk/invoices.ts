/** The invoices, newest first: found by customer, number or days, and by their state. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { money, shortTime } from '../dates.ts';
import { empty, pageQuery, pager } from '../lists/pages-of.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import type { InvoiceInList } from './desk-wire.ts';
import { criteriaOf, daySpan, searchForm } from './search.ts';
import { invoiceState, invoiceStateWords, kindWords, numberOf } from './words.ts';

const STATES = ['', 'stamped', 'pending', 'needs-merchant', 'rejected', 'canceled'] as const;

/** Opens the list of invoices, with its search. */
export const invoicesPage: OpenPage = (panel) => {
  const status = panel.query.get('estado') ?? '';
  const { rfc, folio, desde_dia: from, hasta } = criteriaOf(panel, ['rfc', 'folio', 'desde_dia', 'hasta']);
  // «CJ-318» is a serie and a folio; the API has a field for each.
  const [, serie, number] = /^\s*(?:([^\d].*?)[\s-]*)?(\d+)\s*$/.exec(folio ?? '') ?? [];
  const list = remote(panel, () =>
    panel.call<{ invoices: readonly InvoiceInList[]; next?: string }>(
      'GET',
      `invoices?${pageQuery(panel, 'cursor', { status, rfc, serie, folio: number, ...daySpan(from, hasta) })}`,
    ),
  );
  return {
    title: () => msg('Facturas', { id: 'invoices' }),
    lead: () => msg('Todo lo que se ha timbrado, y lo que está por timbrarse.', { id: 'invoices-lead' }),
    width: 'wide',
    render: () => html`${searchForm(
      panel,
      '/panel/facturas',
      [
        { name: 'rfc', label: msg('RFC del cliente', { id: 'customer-rfc' }), caps: true },
        { name: 'folio', label: msg('Número', { id: 'invoice-number' }), example: 'CJ-318' },
        { name: 'desde_dia', label: msg('Desde', { id: 'from-day' }), type: 'date' },
        { name: 'hasta', label: msg('Hasta', { id: 'to-day' }), type: 'date' },
      ],
      status ? { estado: status } : {},
    )}
      ${filter(status)}
      ${list.show(({ invoices, next }) =>
        invoices.length
          ? html`${table(invoices)} ${pager(panel, '/facturas', next)}`
          : none(panel, Boolean(status || rfc || folio || from || hasta)),
      )}`,
  };
};

function none(panel: Panel, isNarrowed: boolean): TemplateResult {
  if (isNarrowed)
    return empty(
      msg('Ninguna factura es así', { id: 'no-invoices-in' }),
      msg('Prueba con otro estado o con un solo dato.', { id: 'no-invoices-in-why' }),
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

function filter(chosen: string): TemplateResult {
  return html`<nav class="tabs" aria-label=${msg('Estado', { id: 'state' })}>
    ${STATES.map(
      (status) =>
        html`<a href="/panel/facturas${status ? `?estado=${status}` : ''}" aria-current=${status === chosen ? 'page' : nothing}>${status ? invoiceStateWords(status) : msg('Todas', { id: 'all' })}</a>`,
    )}
  </nav>`;
}

function table(invoices: readonly InvoiceInList[]): TemplateResult {
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

function row(invoice: InvoiceInList): TemplateResult {
  const { id, kind, status, receptor, createdAt, stampedAt, total, moneda } = invoice;
  const time = shortTime(stampedAt ?? createdAt);
  return html`<tr>
    <th scope="row"><a href="/panel/facturas/${id}">${numberOf(invoice)}</a>
      ${kind && kind !== 'ingreso' ? html`<span class="below">${kindWords(kind)}</span>` : nothing}
      <span class="below narrow-only">${receptor.nombre}, ${time}</span></th>
    <td class="wide-only">${time}</td>
    <td class="wide-only">${receptor.nombre}<span class="below">${receptor.rfc}</span></td>
    <td>${invoiceState(status)}</td>
    <td class="number">${total === undefined ? '' : money(total, moneda)}</td>
  </tr>`;
}

/** What customers asked the merchant for because it could not be stamped by itself. */
import { msg } from '@lit/localize';
import { html } from 'lit';
import { shortTime } from '../dates.ts';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import { empty, pageQuery, pager } from './pages-of.ts';

type ListedRequest = {
  readonly id: string;
  readonly status: string;
  readonly reason: string;
  readonly createdAt: string;
  readonly waitsFor?: 'sale' | 'merchant';
  readonly sales?: readonly { readonly folio: string }[];
  readonly lookup?: { readonly folio?: string };
  readonly receptor?: { readonly rfc?: string; readonly nombre?: string };
};

export const requestsPage: OpenPage = (panel) => {
  const list = remote(panel, () =>
    panel.call<{ requests: readonly ListedRequest[]; next?: string }>('GET', `requests?${pageQuery(panel, 'after')}`),
  );
  return {
    title: () => msg('Solicitudes', { id: 'requests' }),
    lead: () =>
      msg('Facturas que tus clientes te pidieron porque el portal no pudo hacerlas solo.', { id: 'requests-lead' }),
    width: 'wide',
    render: () =>
      list.show(({ requests, next }) =>
        requests.length
          ? html`${table(requests)} ${pager(panel, '/solicitudes', next)}`
          : empty(
              msg('Nadie espera respuesta', { id: 'no-requests' }),
              msg('Aquí llegan, por ejemplo, las compras fuera de plazo y las que aún no estaban en el sistema.', {
                id: 'no-requests-why',
              }),
            ),
      ),
  };
};

function table(requests: readonly ListedRequest[]) {
  return html`<div class="table"><table>
    <thead>
      <tr>
        <th scope="col">${msg('Compra', { id: 'purchase' })}</th>
        <th scope="col">${msg('Por qué', { id: 'why' })}</th>
        <th scope="col" class="wide-only">${msg('Para', { id: 'receptor' })}</th>
        <th scope="col">${msg('Estado', { id: 'state' })}</th>
      </tr>
    </thead>
    <tbody>
      ${requests.map(
        ({ sales = [], lookup, reason, receptor, status, waitsFor, createdAt }) => html`<tr>
          <th scope="row">${sales.map(({ folio }) => folio).join(', ') || lookup?.folio || '—'}<span class="below">${shortTime(createdAt)}</span></th>
          <td>${reasonWords(reason)}</td>
          <td class="wide-only">${receptor?.nombre ?? ''}<span class="below">${receptor?.rfc ?? ''}</span></td>
          <td>${stateOf(status, waitsFor)}</td>
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}

function stateOf(status: string, waitsFor?: 'sale' | 'merchant') {
  if (status === 'accepted') return html`<span class="state ok">${msg('Aceptada', { id: 'req-accepted' })}</span>`;
  if (status === 'declined') return html`<span class="state stop">${msg('Rechazada', { id: 'inv-rejected' })}</span>`;
  if (waitsFor === 'sale')
    return html`<span class="state">${msg('Espera a que llegue la venta', { id: 'req-waits' })}</span>`;
  return html`<span class="state wait">${msg('Espera tu respuesta', { id: 'req-open' })}</span>`;
}

function reasonWords(reason: string): string {
  const words: Readonly<Record<string, () => string>> = {
    late: () => msg('Llegó fuera de plazo', { id: 'req-late' }),
    'not-here-yet': () => msg('La compra aún no estaba', { id: 'req-not-here' }),
    'needs-merchant': () => msg('Hay algo que solo tú puedes corregir', { id: 'req-needs' }),
    retention: () => msg('Lleva retención de impuestos', { id: 'req-retention' }),
    'portal-off': () => msg('El portal estaba apagado', { id: 'req-off' }),
  };
  return words[reason]?.() ?? msg('Otra razón', { id: 'req-other' });
}

/** The sales that customers can invoice, newest first. */
import { msg } from '@lit/localize';
import { html } from 'lit';
import { money, shortTime } from '../dates.ts';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import type { ListedSale } from '../wire.ts';
import { empty, pageQuery, pager } from './pages-of.ts';

export const salesPage: OpenPage = (panel) => {
  const list = remote(panel, () =>
    panel.call<{ sales: readonly ListedSale[]; next?: string }>('GET', `sales?${pageQuery(panel, 'before')}`),
  );
  const add = html`<div class="bar-of-actions">
    <a class="button" href="/panel/ventas/nueva">${msg('Agregar una venta', { id: 'add-sale' })}</a>
    <a href="/panel/ventas/archivo">${msg('Subir el archivo de mi caja', { id: 'add-sales-file' })}</a>
  </div>`;
  return {
    title: () => msg('Ventas', { id: 'sales' }),
    lead: () => msg('Lo que tus clientes buscan en tu portal para facturar.', { id: 'sales-lead' }),
    width: 'wide',
    render: () =>
      list.show(({ sales, next }) =>
        sales.length
          ? html`${add} ${table(sales)} ${pager(panel, '/ventas', next)}`
          : empty(
              msg('Aún no hay ventas', { id: 'no-sales' }),
              msg(
                'Agrega la primera a mano, sube el archivo de tu caja, o conecta tu tienda. En cuanto esté aquí, tu cliente la puede facturar.',
                { id: 'no-sales-why' },
              ),
              add,
            ),
      ),
  };
};

function table(sales: readonly ListedSale[]) {
  return html`<div class="table"><table>
    <thead>
      <tr>
        <th scope="col">${msg('Folio', { id: 'folio' })}</th>
        <th scope="col" class="wide-only">${msg('Fecha', { id: 'date' })}</th>
        <th scope="col" class="wide-only">${msg('Sucursal', { id: 'branch' })}</th>
        <th scope="col">${msg('Estado', { id: 'state' })}</th>
        <th scope="col" class="number">${msg('Total', { id: 'total' })}</th>
      </tr>
    </thead>
    <tbody>
      ${sales.map(
        (sale) => html`<tr>
          <th scope="row">${sale.folio}<span class="below narrow-only">${shortTime(sale.date)}</span></th>
          <td class="wide-only">${shortTime(sale.date)}</td>
          <td class="wide-only">${sale.branch ?? ''}</td>
          <td>${stateOf(sale)}</td>
          <td class="number">${money(sale.total, sale.moneda)}</td>
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}

function stateOf({ status, estado }: ListedSale) {
  if (status === 'invoiced') return html`<span class="state ok">${msg('Facturada', { id: 'sale-invoiced' })}</span>`;
  if (estado === 'pendiente') return html`<span class="state wait">${msg('Sin pagar', { id: 'sale-unpaid' })}</span>`;
  if (estado === 'cancelada') return html`<span class="state stop">${msg('Cancelada', { id: 'sale-canceled' })}</span>`;
  return html`<span class="state">${msg('Por facturar', { id: 'sale-open' })}</span>`;
}

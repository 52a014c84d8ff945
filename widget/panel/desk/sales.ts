/** The sales that customers can invoice: found by folio, total or day, newest first. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { money } from '../dates.ts';
import { plainAmount } from '../lists/decimals.ts';
import { empty, pageQuery, pager } from '../lists/pages-of.ts';
import { type OpenPage, type Panel, readsSettings } from '../page.ts';
import { remote } from '../remote.ts';
import type { ListedSale } from '../wire.ts';
import { type Places, placesOf } from './places.ts';
import { criteriaOf, daySpan, searchForm } from './search.ts';
import { saleState } from './words.ts';

const STATES = ['', 'open', 'invoiced'] as const;

/** Opens the list of sales, with its search. */
export const salesPage: OpenPage = (panel) => {
  const status = panel.query.get('estado') ?? '';
  const lacking = panel.query.get('sin') ?? '';
  const { folio, total, dia } = criteriaOf(panel, ['folio', 'total', 'dia']);
  const amount = total && plainAmount(total).replace(/[^\d.]/g, '');
  const list = remote(panel, () =>
    panel.call<{ sales: readonly ListedSale[]; next?: string }>(
      'GET',
      `sales?${pageQuery(panel, 'before', { status, lacking, folio, total: amount, ...daySpan(dia, dia) })}`,
    ),
  );
  const places = placesOf(panel);
  const isNarrowed = Boolean(status || lacking || folio || total || dia);
  return {
    title: () => msg('Ventas', { id: 'sales' }),
    lead: () => msg('Lo que tus clientes buscan en tu portal para facturar.', { id: 'sales-lead' }),
    width: 'wide',
    render: () => html`${lacking ? cannotBeFound() : nothing} ${actions(panel)}
      ${searchForm(
        panel,
        '/panel/ventas',
        [
          { name: 'folio', label: msg('Folio', { id: 'folio' }) },
          { name: 'total', label: msg('Total', { id: 'total' }), inputmode: 'decimal' },
          { name: 'dia', label: msg('Día', { id: 'day' }), type: 'date' },
        ],
        status ? { estado: status } : {},
      )}
      ${tabs(status)}
      ${list.show(({ sales, next }) =>
        sales.length ? html`${table(sales, places)} ${pager(panel, '/ventas', next)}` : none(isNarrowed),
      )}`,
  };
};

function cannotBeFound(): TemplateResult {
  return notice(
    'warn',
    html`<p>${msg('Estas ventas llegaron sin correo o sin tarjeta: con los campos que elegiste, nadie las encuentra en tu portal.', { id: 'sales-lacking' })}</p>
      <p><a href="/panel/ventas">${msg('Ver todas', { id: 'see-all' })}</a></p>`,
  );
}

function actions({ merchant }: Panel): TemplateResult {
  return html`<div class="bar-of-actions start">
    <a class="button" href="/panel/ventas/nueva">${msg('Agregar una venta', { id: 'add-sale' })}</a>
    ${
      readsSettings(merchant)
        ? html`<a href="/panel/ventas/archivo">${msg('Subir el archivo de mi caja', { id: 'add-sales-file' })}</a>
            <a href="/panel/conexiones">${msg('Conectar mi tienda', { id: 'add-source' })}</a>`
        : nothing
    }
  </div>`;
}

function tabs(chosen: string): TemplateResult {
  const words = {
    '': () => msg('Todas', { id: 'all' }),
    open: () => msg('Por facturar', { id: 'sale-open' }),
    invoiced: () => msg('Facturadas', { id: 'sales-invoiced' }),
  };
  return html`<nav class="tabs" aria-label=${msg('Estado', { id: 'state' })}>
    ${STATES.map(
      (state) =>
        html`<a href="/panel/ventas${state ? `?estado=${state}` : ''}" aria-current=${state === chosen ? 'page' : nothing}>${words[state]()}</a>`,
    )}
  </nav>`;
}

function none(isNarrowed: boolean): TemplateResult {
  if (isNarrowed)
    return empty(
      msg('Ninguna venta es así', { id: 'no-sales-so' }),
      msg(
        'Busca con un solo dato, o revisa el folio en el ticket. Si acaba de pasar, puede tardar unos minutos en llegar.',
        {
          id: 'no-sales-so-why',
        },
      ),
    );
  return empty(
    msg('Aún no hay ventas', { id: 'no-sales' }),
    msg('Agrega la primera a mano o sube el archivo de tu caja. En cuanto esté aquí, tu cliente la puede facturar.', {
      id: 'no-sales-why',
    }),
  );
}

function table(sales: readonly ListedSale[], { nameOf, timeOf }: Places): TemplateResult {
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
          <th scope="row"><a href="/panel/ventas/${sale.id}">${sale.folio}</a><span class="below narrow-only">${timeOf(sale)}</span></th>
          <td class="wide-only">${timeOf(sale)}</td>
          <td class="wide-only">${nameOf(sale.branch)}</td>
          <td>${saleState(sale)}</td>
          <td class="number">${money(sale.total, sale.moneda)}</td>
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}

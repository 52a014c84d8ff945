/** A day of the cuadre: each sale with the CFDIs that cover its pesos. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { placesOf } from '../desk/places.ts';
import { empty } from '../lists/pages-of.ts';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import type { CuadreSale } from './books-wire.ts';
import { dayWords, signed } from './sums.ts';

const ZERO = '0.00';

/** Opens the page of one day of the cuadre, sale by sale. */
export const cuadreDayPage: OpenPage = (panel, { dia = '' }) => {
  const branch = panel.query.get('sucursal') ?? '';
  const places = placesOf(panel);
  const query = branch ? `?${new URLSearchParams({ branch })}` : '';
  const day = remote(panel, () =>
    panel.call<{ sales: readonly CuadreSale[] }>('GET', `cuadre/${encodeURIComponent(dia)}${query}`),
  );
  return {
    title: () => msg(str`Cuadre del ${dayWords(dia)}`, { id: 'cuadre-day' }),
    lead: () => places.nameOf(branch || undefined) || nothing,
    width: 'wide',
    render: () => html`${day.show(({ sales }) =>
      sales.length ? table(sales) : empty(msg('Sin ventas ese día', { id: 'cuadre-day-none' }), dia),
    )}
      <p><a href="/panel/cuadre?mes=${dia.slice(0, 7)}">${msg('Ver el mes', { id: 'see-month' })}</a></p>`,
  };
};

function table(sales: readonly CuadreSale[]): TemplateResult {
  return html`<div class="table"><table>
    <thead><tr>
      <th scope="col">${msg('Venta', { id: 'sale' })}</th>
      <th scope="col" class="number">${msg('Vendido', { id: 'cuadre-sales' })}</th>
      <th scope="col">${msg('En qué CFDI está', { id: 'cuadre-cfdis' })}</th>
      <th scope="col" class="number">${msg('Por facturar', { id: 'sale-open' })}</th>
      <th scope="col" class="number wide-only">${msg('Diferencia', { id: 'cuadre-difference' })}</th>
    </tr></thead>
    <tbody>${sales.map(row)}</tbody>
  </table></div>`;
}

function row({ id, folio, moneda, sales, pending, difference, cfdis }: CuadreSale): TemplateResult {
  return html`<tr>
    <th scope="row"><a href="/panel/ventas/${id}">${folio}</a>${difference === ZERO ? nothing : html`<span class="below narrow-only"><strong class="state stop">${signed(difference, moneda)}</strong></span>`}</th>
    <td class="number">${signed(sales, moneda)}</td>
    <td>${cfdis.map(
      (cfdi) => html`<div><a href="/panel/facturas/${cfdi.invoice}">${cfdi.serie}-${cfdi.folio}</a> ${kindWords(cfdi)}
        ${signed(cfdi.kind === 'egresos' ? `-${cfdi.amount}` : cfdi.amount, moneda)}</div>`,
    )}</td>
    <td class="number">${signed(pending, moneda)}</td>
    <td class="number wide-only">${difference === ZERO ? signed(difference, moneda) : html`<strong class="state stop">${signed(difference, moneda)}</strong>`}</td>
  </tr>`;
}

function kindWords({ kind, replaced }: CuadreSale['cfdis'][number]): string {
  if (replaced) return msg('sustituida, aún vigente en el SAT', { id: 'cuadre-is-replaced' });
  return {
    nominatives: msg('factura', { id: 'cuadre-nominative' }),
    globals: msg('global', { id: 'cuadre-global' }),
    egresos: msg('nota de crédito', { id: 'cuadre-egreso' }),
  }[kind];
}

/** The sales on the invoice: each one, a button to remove it, and one to add another. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import type { Sale } from '../wire.ts';
import { money } from './amounts.ts';
import { saleCard } from './sale-card.ts';
import type { Host } from './step.ts';

/** The maximum that the server accepts at once. */
const MOST = 20;

/** The cards of the sales; if there are several, each can be removed. */
export function basket(sales: readonly Sale[], host: Host): TemplateResult {
  const without = (taken: Sale) => () => host.send({ kind: 'choose', sales: sales.filter((sale) => sale !== taken) });
  const off = (sale: Sale) =>
    html`${action(html`${msg('Quitar', { id: 'take-off' })}<span class="sr"> · ${sale.folio}</span>`, without(sale))}`;
  return html`${sales.map((sale) => saleCard(sale, host, sales.length > 1 ? off(sale) : nothing))} ${addMore(sales, host)}`;
}

/** The button to search for another sale; nothing if there is no room, or if the sale is not shown. */
export function addMore(sales: readonly Sale[], host: Host): TemplateResult | typeof nothing {
  if (!sales.length || sales.length >= MOST || sales.some(({ status }) => status === 'guarded')) return nothing;
  return html`<p>${action(msg('Agregar algo más a esta factura', { id: 'add-more' }), () => host.send({ kind: 'more' }))}</p>`;
}

/** In the first step: the sales that wait for another one, and continuing without it. */
export function waitingSales(sales: readonly Sale[], host: Host): TemplateResult {
  return html`<div class="card" part="card">
    <p class="hint">${msg('Ya está en tu factura:', { id: 'in-basket' })}</p>
    <ul class="lines">${sales.map(({ folio, total, moneda }) => html`<li class="sum"><b>${folio}</b><b>${money(total, moneda)}</b></li>`)}</ul>
    ${action(msg('Seguir sin agregar más', { id: 'no-more' }), () => host.send({ kind: 'choose', sales: [] }))}
  </div>`;
}

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import type { Sale } from '../wire.ts';
import { day, money } from './amounts.ts';
import type { Host } from './step.ts';

/**
 * Found sales as small cards: folio, date, total, the tip that is not invoiced, the deadline, and lines that unfold. A guarded sale shows
 * nothing.
 */
export function saleCards(sales: readonly Sale[], host: Host): readonly unknown[] {
  return sales.map((sale) => saleCard(sale, host));
}

/** One card; `foot` is what can be done with the sale. */
export function saleCard(
  { status, folio, date, total, moneda, propina, conceptos, deadline }: Sale,
  host: Host,
  foot: unknown = nothing,
): TemplateResult | typeof nothing {
  if (status === 'guarded') return nothing;
  return html`<div class="card" part="card">
    <p class="sum"><b>${folio}</b><b>${money(total, moneda)}</b></p>
    <p class="hint">${day(date)}</p>
    ${propina ? html`<p class="sum hint"><span>${msg('Propina, no se factura', { id: 'tip' })}</span><span>${money(propina, moneda)}</span></p>` : nothing}
    ${
      conceptos.length
        ? html`<details>
            <summary class="hint">${conceptos.length === 1 ? msg('Ver el detalle', { id: 'one-line' }) : msg(str`Ver los ${conceptos.length} artículos`, { id: 'lines' })}</summary>
            <ul class="lines">${conceptos.map((line) => html`<li class="sum"><span>${line.cantidad} × ${line.descripcion}</span><span>${money(line.importe, moneda)}</span></li>`)}</ul>
          </details>`
        : nothing
    }
    ${deadline.text ? until(deadline, host) : nothing} ${foot}
  </div>
  ${deadline.note ? notice('warn', deadline.note) : nothing}`;
}

function until({ text, calendar }: Sale['deadline'], host: Host): TemplateResult {
  return html`<p class="hint">${text}
    ${calendar ? html`<a href=${host.address(calendar)} download>${msg('Agregar a mi calendario', { id: 'calendar' })}</a>` : nothing}</p>`;
}

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
export function saleCard(sale: Sale, host: Host, foot: unknown = nothing): TemplateResult | typeof nothing {
  const { status, folio, date, total, moneda, propina, conceptos, deadline } = sale;
  if (status === 'guarded') return nothing;
  return html`<div class="card" part="card">
    <p class="sum"><b>${folio}</b><b>${money(total, moneda)}</b></p>
    <p class="hint">${day(date)}</p>
    ${propina ? html`<p class="sum hint"><span>${msg('Propina, no se factura', { id: 'tip' })}</span><span>${money(propina, moneda)}</span></p>` : nothing}
    ${
      conceptos.length
        ? html`<details>
            <summary class="hint">${conceptos.length === 1 ? msg('Ver el detalle', { id: 'one-line' }) : msg(str`Ver los ${conceptos.length} artículos`, { id: 'lines' })}</summary>
            <ul class="lines">${detail(sale)}</ul>
          </details>`
        : nothing
    }
    ${deadline.text ? until(deadline, host) : nothing} ${foot}
  </div>
  ${deadline.note ? notice('warn', deadline.note) : nothing}`;
}

/** Every line, and what makes them up to the total. */
function detail({ conceptos, descuento, impuestos, moneda }: Sale): readonly unknown[] {
  const line = (what: string, amount: string) =>
    html`<li class="sum"><span>${what}</span><span>${money(amount, moneda)}</span></li>`;
  return [
    ...conceptos.map(({ cantidad, descripcion, importe }) => line(`${cantidad} × ${descripcion}`, importe)),
    descuento ? line(msg('Descuentos y devoluciones', { id: 'less' }), `-${descuento}`) : nothing,
    impuestos ? line(msg('Impuestos', { id: 'taxes' }), impuestos) : nothing,
  ];
}

function until({ text, calendar }: Sale['deadline'], host: Host): TemplateResult {
  return html`<p class="hint">${text}
    ${calendar ? html`<a href=${host.address(calendar)} download>${msg('Agregar a mi calendario', { id: 'calendar' })}</a>` : nothing}</p>`;
}

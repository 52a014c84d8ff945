import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { Sale } from '../wire.ts';
import { day, money } from './amounts.ts';

/** A found sale as a small card: folio, date, total, the tip that is not invoiced; its lines unfold. Of a guarded one nothing is shown. */
export function saleCard({
  status,
  folio,
  date,
  total,
  moneda,
  propina,
  conceptos,
}: Sale): TemplateResult | typeof nothing {
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
  </div>`;
}

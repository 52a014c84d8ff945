/** A CFDI as it would be stamped: for whom, for what, and with which taxes. */
import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { money } from '../dates.ts';
import type { Preview } from './desk-wire.ts';
import { regimenWords, usoWords } from './receptor-fields.ts';

/** Renders a CFDI before it is issued: its receptor, lines, taxes and total. */
export function documentView({ receptor, conceptos, subTotal, impuestos, total, moneda }: Preview): TemplateResult {
  return html`<div class="card">
    <p><strong>${receptor.nombre}</strong><span class="below">${receptor.rfc} · ${receptor.codigoPostal} · ${regimenWords(receptor.regimenFiscal)} · ${usoWords(receptor.usoCfdi)}</span></p>
    <ul class="lines">
      ${conceptos.map(({ cantidad, descripcion, importe }) => html`<li class="sum"><span>${cantidad} × ${descripcion}</span><span>${money(importe, moneda)}</span></li>`)}
      <li class="sum"><span>${msg('Subtotal', { id: 'subtotal' })}</span><span>${money(subTotal, moneda)}</span></li>
      ${impuestos.map(({ label, importe }) => html`<li class="sum"><span>${label}</span><span>${importe ? money(importe, moneda) : '—'}</span></li>`)}
      <li class="sum total"><span>${msg('Total', { id: 'total' })}</span><span>${money(total, moneda)}</span></li>
    </ul>
  </div>`;
}

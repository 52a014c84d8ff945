/** Refunds, newest first; those that wait for approval come before all others. */
import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { money, shortTime } from '../dates.ts';
import { empty, pageQuery, pager } from '../lists/pages-of.ts';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import type { ListedRefund } from './desk-wire.ts';

/** Opens the list of refunds that wait for approval. */
export const refundsPage: OpenPage = (panel) => {
  const list = remote(panel, () =>
    panel.call<{ refunds: readonly ListedRefund[]; next?: string }>(
      'GET',
      `refunds?${pageQuery(panel, 'cursor', { status: 'awaiting-approval' })}`,
    ),
  );
  return {
    title: () => msg('Devoluciones por aprobar', { id: 'refunds' }),
    lead: () =>
      msg('De ventas que ya se facturaron. Al aprobarla se emite su nota de crédito.', { id: 'refunds-lead' }),
    width: 'wide',
    render: () =>
      list.show(({ refunds, next }) =>
        refunds.length
          ? html`<ul class="rows">${refunds.map(row)}</ul> ${pager(panel, '/devoluciones', next)}`
          : empty(
              msg('Ninguna espera', { id: 'no-refunds' }),
              msg('Las devoluciones se registran desde cada venta, o llegan de tu tienda.', { id: 'no-refunds-why' }),
            ),
      ),
  };
};

function row({ id, sale, total, date }: ListedRefund): TemplateResult {
  return html`<li>
    <a class="row-link" href="/panel/ventas/${sale}/devoluciones/${id}">
      <span class="row-main"><strong>${shortTime(date)}</strong><span class="below">${msg('Ver por qué espera y decidir', { id: 'refund-see' })}</span></span>
      <span class="row-side">${money(total)}</span>
    </a>
  </li>`;
}
